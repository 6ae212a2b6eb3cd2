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
  /// Whether it is done, and was generated anew since in another way.
  var isStale = false
  /// Whether its directory is not there.
  var isMissing = false
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

  /// The state, with what is to be known of it.
  var stateText: String {
    let notes = (isStale ? ["stale"] : []) + (isMissing ? ["missing"] : [])
    return notes.isEmpty ? state : "\(state) (\(notes.joined(separator: ", ")))"
  }

  /// Whether it is in one of some states, as `--state` names them.
  func isIn(_ states: Set<String>) -> Bool {
    states.contains(state) || (isStale && states.contains("stale"))
      || (isMissing && states.contains("missing"))
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
    if isStale { members.append(.init("stale", .bool(true))) }
    if isMissing { members.append(.init("missing", .bool(true))) }
    if namingCampaign, let campaign { members.append(.init("campaign", .string(campaign))) }
    if let reported { members.append(.init("reported", .string(reported))) }
    if let disk { members.append(.init("disk", .int(disk))) }
    return .object(members)
  }
}
