import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

/// What the options of `list` mean.
enum ListArguments {
  /// More directories than this are only looked into when asked.
  private static let quickRows = 1000

  /// The states that were asked for; nil for all.
  static func states(_ arguments: Arguments) throws -> Set<String>? {
    guard arguments.has("--state") else { return nil }
    let words = arguments.values("--state").flatMap { $0.split(separator: ",") }.map(String.init)
    let known = JobState.allCases.map(\.rawValue) + noted + ["pending", "undefined"]
    for word in words where !known.contains(word) {
      throw arguments.mistake(
        "--state is '\(word)', expected states",
        hint: Suggestion.hint(for: word, among: known))
    }
    return Set(words)
  }

  /// What is noted beside a state, and may be asked for like one.
  private static let noted = ["stale", "missing"]

  /// The states that the database can choose by; nil for all.
  static func recorded(_ states: Set<String>?) -> Set<String>? {
    guard let states, states.isDisjoint(with: noted) else { return nil }
    return states
  }

  /// Whether the states alone are not enough.
  static func needsRows(_ arguments: Arguments, _ states: Set<String>?) -> Bool {
    arguments.has("--json") || arguments.has("--where") || recorded(states) != states
  }

  static func print(
    _ found: [ListedRow], campaign: String?, _ arguments: Arguments
  ) -> ExitStatus {
    if arguments.has("--summary"), !arguments.has("--json") {
      return summarise(StateCounts(of: found), arguments)
    }
    let looksInside = found.count <= quickRows || arguments.has("--disk")
    let isQuiet = arguments.has("--quiet") && !arguments.has("--json")
    let rows = looksInside && !isQuiet ? found.map(lookingInside) : found
    let view = ListView(rows: rows, showsDisk: looksInside)
    if arguments.has("--json") {
      Terminal.write(view.json(campaign: campaign), to: .output)
    } else if isQuiet {
      Terminal.write(rows.map { $0.identifier + "\n" }.joined(), to: .output)
    } else {
      if !rows.isEmpty { Terminal.write(view.table, to: .output) }
      return summarise(StateCounts(of: rows), arguments)
    }
    return status(rows.count, arguments)
  }

  /// Adds what only the experiment's directory can tell.
  private static func lookingInside(_ row: ListedRow) -> ListedRow {
    var row = row
    row.disk = DirectoryTree.size(of: row.directory)
    row.readLog()
    return row
  }

  static func summarise(_ counts: StateCounts, _ arguments: Arguments) -> ExitStatus {
    Terminal.write(counts.text + "\n", to: .output)
    return status(counts.total, arguments)
  }

  private static func status(_ count: Int, _ arguments: Arguments) -> ExitStatus {
    count == 0 && arguments.has("--strict") ? .nothingToDo : .success
  }
}
