internal import CampaignStore

/// How a job ended, as Slurm says.
struct SlurmEnd: Hashable, Sendable {
  /// Slurm's word for it.
  let state: String
  /// Why it did not end well; nil for one that was cancelled, and for one of which Slurm knows nothing
  /// worse than its exit code.
  var failure: FailureCause?
  /// As `sacct` has it, where it was asked: the exit code, a colon, and the signal.
  var exit: String?
  /// Where it ran.
  var nodes = ""
  /// What else is known.
  var note = ""

  /// Reads the name of a final state; nil for others.
  init?(state: String) {
    switch state {
    case "COMPLETED", "CANCELLED", "REVOKED", "FAILED": failure = nil
    case "TIMEOUT", "DEADLINE": failure = .timeout
    case "OUT_OF_MEMORY": failure = .oom
    case "NODE_FAIL", "BOOT_FAIL": failure = .nodeFail
    case "PREEMPTED": failure = .preempted
    default: return nil
    }
    self.state = state
  }

  /// Whether it says more than that the exit code was a bad one.
  var isReason: Bool { failure != nil || isCancelled }
  /// Of a job that Slurm no longer knows, although it had taken it.
  static func forgotten(_ job: String) -> SlurmEnd {
    SlurmEnd(vanished: "Slurm no longer knows job \(job)")
  }

  private init(vanished note: String) {
    state = ""
    failure = .launch
    self.note = note
  }

  var isCancelled: Bool { state == "CANCELLED" || state == "REVOKED" }
  /// Whether it may have run to its end.
  var isCompleted: Bool { state == "COMPLETED" }

  var text: String {
    guard !state.isEmpty else { return note }
    var text = "Slurm says \(state)"
    if let exit, exit != "0:0" {
      let codes = exit.split(separator: ":")
      if let code = codes.first, code != "0" { text += ", exit code \(code)" }
      if codes.count > 1, codes[1] != "0" { text += ", signal \(codes[1])" }
    }
    if !nodes.isEmpty { text += ", on \(nodes)" }
    return note.isEmpty ? text : "\(text); \(note)"
  }
}
