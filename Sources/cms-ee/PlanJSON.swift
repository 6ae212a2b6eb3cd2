import CampaignStore
import EECampaign
import EECore

/// The promised shape of `plan --json` and `generate --json`, version 1.
struct PlanJSON {
  private let campaign: String
  private var experiments: [JSONValue] = []

  init(campaign: String) { self.campaign = campaign }

  mutating func add(
    _ experiment: Experiment, _ status: ExperimentStatus, _ changes: ChangeReader
  ) {
    experiments.append(
      .object([
        .init("identifier", .string(experiment.identifier)),
        .init("uuid", .string(experiment.uuid)), .init("status", .string(PlanJSON.word(status))),
        .init(
          "changes",
          .array(changes.changes(of: experiment, in: status.names).map(PlanJSON.value))),
      ]))
  }

  mutating func add(orphans: [String]) {
    experiments += orphans.map {
      .object([.init("identifier", .string($0)), .init("status", .string("orphan"))])
    }
  }

  /// The value on a line; what was written has been, so only a plan names experiments.
  func text(_ counts: PlanCounts, applying: Bool) -> String {
    var members: [JSONValue.Member] = [
      .init("version", .int(1)), .init("campaign", .string(campaign)),
      .init(
        "counts",
        .object([
          .init("total", .int(counts.total)), .init("new", .int(counts.new)),
          .init("changed", .int(counts.changed)), .init("same", .int(counts.same)),
          .init("edited", .int(counts.edited)), .init("busy", .int(counts.busy)),
          .init("taken", .int(counts.taken)),
          .init("orphans", .int(counts.orphans)),
        ])),
    ]
    if !applying { members.append(.init("experiments", .array(experiments))) }
    return JSONWriter.text(.object(members)) + "\n"
  }

  private static func word(_ status: ExperimentStatus) -> String {
    switch status {
    case .new: "new"
    case .changed: "changed"
    case .same: "same"
    case .edited: "edited"
    case .busy: "busy"
    case .taken, .blocked: "taken"
    }
  }

  private static func value(of change: FileChange) -> JSONValue {
    var members: [JSONValue.Member] = [.init("file", .string(change.name))]
    switch change.kind {
    case .missing: members.append(.init("missing", .bool(true)))
    case .binary: break
    case .mode(let isExecutable): members.append(.init("executable", .bool(isExecutable)))
    case .unplanned: members.append(.init("removed", .bool(true)))
    case .line(let number, let old, let new):
      members += [
        .init("line", .int(number)), .init("old", .optional(old)), .init("new", .optional(new)),
      ]
    }
    return .object(members)
  }
}

extension ExperimentStatus {
  /// The files that it names.
  fileprivate var names: [String] {
    switch self {
    case .new, .same: []
    case .changed(let names), .edited(let names), .busy(let names), .blocked(let names): names
    case .taken: []
    }
  }
}
