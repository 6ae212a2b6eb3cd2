import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let showCommand = Command(
  "show", "Show one experiment: parameters, attempts, files.",
  operands: [
    Operand("ID", "Its identifier, the beginning of its uuid, or its place: 1 is the first."),
    Operand(
      "PLACE", .optional, "A sweep file, database or directory; the current directory by default."),
  ],
  options: FoundCampaign.options + [Option("--json", "Print one JSON value, version 1.")],
  details: """
    Files are compared with what was generated: a file that is 'edited' is one that generate \
    leaves alone.
    """,
  examples: [
    Example("cms-ee show epoch_30_lr_1e-4 demo/mnist.db", "by identifier"),
    Example("cms-ee show 12", "the twelfth of the campaign in this directory"),
    Example("cms-ee show 7f3a --json", "by the beginning of its uuid, for programs"),
  ],
  action: Verb { arguments in
    let place = try FoundCampaign(arguments.operands.dropFirst().first, arguments)
    let view = try ExperimentFinder.view(arguments.operands[0], place)
    Terminal.write(arguments.has("--json") ? view.json : view.text, to: .output)
    return .success
  })

/// Finds the one experiment that a word means.
enum ExperimentFinder {
  static func view(_ word: String, _ place: FoundCampaign) throws -> ExperimentView {
    switch place {
    case .database(let path, let campaign):
      let store = try CampaignStore(path, .readOnly)
      var row = try find(word, in: try FoundCampaign.rows(of: store, campaign: campaign), of: path)
      row.readLog()
      let files = try store.files(of: row.identifier, campaign: row.campaign ?? "")
      return ExperimentView(
        row: row, attempts: try store.attempts(ofExperiment: row.uuid ?? ""),
        files: files.map { ($0.name, FileCheck($0, in: row.directory)) })
    case .directory(let path):
      let row = try find(word, in: try FoundCampaign.rows(below: path), of: path)
      return ExperimentView(row: row, attempts: [], files: [])
    }
  }

  /// An identifier wins over a place, a place over the beginning of a uuid.
  private static func find(
    _ word: String, in rows: [ListedRow], of path: String
  ) throws -> ListedRow {
    let named = rows.filter { $0.identifier == word }
    if !named.isEmpty { return try one(of: named, word) { $0.campaign ?? $0.identifier } }
    if let number = Int(word), word.utf8.count < 8, rows.indices.contains(number - 1) {
      return rows[number - 1]
    }
    let begun = word.isEmpty ? [] : rows.filter { $0.uuid?.hasPrefix(word.lowercased()) == true }
    if !begun.isEmpty { return try one(of: begun, word) { $0.uuid ?? "" } }
    throw Diagnostics(
      .missingFile, "no experiment '\(word)' among the \(rows.count) of '\(path)'",
      hint: Suggestion.hint(for: word, among: rows.map(\.identifier))
        ?? "cms-ee list prints their identifiers")
  }

  private static func one(
    of rows: [ListedRow], _ word: String, telling name: (ListedRow) -> String
  ) throws -> ListedRow {
    guard rows.count > 1 else { return rows[0] }
    throw Diagnostics(
      .missingFile,
      "'\(word)' means \(rows.count) experiments, expected one: "
        + rows.prefix(4).map(name).joined(separator: ", ") + (rows.count > 4 ? ", …" : ""),
      hint: "write more of it")
  }
}
