import CCResults
import CampaignStore
import EECore
import HostIO

/// An experiment as `list` shows it, wherever it was found.
struct ListedRow {
  let campaign: String?
  let identifier: String
  let uuid: String?
  /// In axis order.
  let parameters: [JSONValue.Member]
  let state: String
  /// Per cent.
  var progress: Double?
  /// What the job says of itself in a log that no run knows.
  var reported: String?
  /// Absolute.
  let directory: String
  /// Bytes of all files below the directory; nil where nobody counted them.
  var disk: Int?

  /// Whether no run has it, so that only its own log can tell.
  let isUnknown: Bool
  /// The directory of the records of the attempt that runs now, or ended badly.
  let attempt: String?

  /// A value of a parameter as it was written.
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text), .number(let text): text
    default: JSONWriter.text(value)
    }
  }

  /// Takes up what a log in its directory says, where it has not ended well or no run has it.
  mutating func readLog() {
    if let attempt {
      // Files in the directory may be of an earlier attempt.
      progress = JobLog.progress(of: Paths.join(attempt, "log"))?.progress ?? progress
    }
    guard isUnknown, let line = JobLog.progress(in: directory) else { return }
    reported = line.status
    progress = line.progress
  }

  var json: JSONValue { json(namingCampaign: false) }

  /// The row as an object, with its campaign where it has one and readers cannot know it.
  func json(namingCampaign: Bool) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("identifier", .string(identifier)), .init("uuid", .optional(uuid)),
      .init("parameters", .object(parameters)), .init("state", .string(state)),
      .init("progress", progress.map(JSONValue.double) ?? .null),
      .init("directory", .string(directory)),
    ]
    if namingCampaign, let campaign { members.append(.init("campaign", .string(campaign))) }
    if let reported { members.append(.init("reported", .string(reported))) }
    if let disk { members.append(.init("disk", .int(disk))) }
    return .object(members)
  }
}

/// How many experiments there are of each state.
struct StateCounts {
  private let counts: [String: Int]

  init(_ counts: [String: Int]) { self.counts = counts }

  init(of rows: [ListedRow]) {
    counts = rows.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
  }

  /// The known states in the order of a job's life, then what logs say.
  private var ordered: [(state: String, count: Int)] {
    let known = JobState.allCases.map(\.rawValue)
    let others = counts.keys.filter { !known.contains($0) }.sorted()
    return (known + others).compactMap { state in counts[state].map { (state, $0) } }
  }

  var total: Int { counts.values.reduce(0, +) }

  func keeping(_ states: Set<String>) -> StateCounts {
    StateCounts(counts.filter { states.contains($0.key) })
  }

  var text: String {
    (["total: \(total)"] + ordered.map { "\($0.state): \($0.count)" }).joined(separator: ", ")
  }

  var json: JSONValue { .object(ordered.map { .init($0.state, .int($0.count)) }) }
}
