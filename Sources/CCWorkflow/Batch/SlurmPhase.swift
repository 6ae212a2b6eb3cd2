/// Where a job of Slurm is in its life.
enum SlurmPhase: Hashable, Sendable {
  /// It has not begun, or is to begin again.
  case pending
  /// It has begun, and was stopped for now.
  case suspended
  case running
  /// Its processes have ended; Slurm is still at it.
  case completing
  case ended(SlurmEnd)

  /// Reads the name of a state as `squeue` and `sacct` have it; what a later Slurm may say is taken
  /// for a job that goes on.
  ///
  /// - Source: <https://slurm.schedmd.com/squeue.html#SECTION_JOB-STATE-CODES>
  init(_ text: some StringProtocol) {
    // `CANCELLED by 1000`
    let name = String(text.prefix { $0 != " " && $0 != "+" })
    if Self.waits.contains(name) {
      self = .pending
    } else if name == "SUSPENDED" || name == "STOPPED" {
      self = .suspended
    } else if name == "COMPLETING" {
      self = .completing
    } else if let end = SlurmEnd(state: name) {
      self = .ended(end)
    } else {
      self = .running
    }
  }

  private static let waits: Set = [
    "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD",
    "SPECIAL_EXIT",
  ]

  /// The further a phase is from an end, the more it counts where there are several.
  var weight: Int {
    switch self {
    case .running, .suspended: 3
    case .completing: 2
    case .pending: 1
    case .ended: 0
    }
  }
}
