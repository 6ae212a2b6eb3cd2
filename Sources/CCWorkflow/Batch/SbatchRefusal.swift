/// What it means that `sbatch` did not print the number of a job.
enum SbatchRefusal: Hashable, Sendable {
  /// It never reached Slurm, or was turned away for now.
  case unsent
  /// Slurm may have taken the job all the same.
  case unknown
  /// Its user has too many jobs for now.
  case full
  /// It will be turned away each time.
  case final

  /// The exit code of a command that was ended because it took too long.
  static let late = 124

  /// Reads what it said on standard error.
  ///
  /// - Source: slurm_errno.c: the texts of these errors; sbatch.c: which of them it tries again.
  init(_ reason: String, code: Int = 1) {
    let text = reason.lowercased()
    func says(_ parts: [String]) -> Bool { parts.contains { text.contains($0) } }
    if says(Self.fullTexts) || says(Self.policyTexts) && !says(Self.jobLimits) {
      self = .full
    } else if says(Self.unsentTexts) {
      self = .unsent
    } else {
      self = code == 0 || code == Self.late || says(Self.unknownTexts) ? .unknown : .final
    }
  }

  private static let fullTexts = [
    "submit limit reached", "submitjob", "jobs limit", "job limit", "maxsubmit", "job queue full",
  ]
  /// Limits of accounts are all told in these words, and mostly named before.
  private static let policyTexts = ["violates accounting/qos policy"]
  /// Those that a job goes beyond by itself.
  private static let jobLimits = ["perjob", "timelimit", "maxwall"]
  private static let unsentTexts = [
    "connect failure", "connection refused", "temporarily unable to accept",
    "resource temporarily unavailable", "in standby mode", "no route to host", "nodes are busy",
    "unable to create job record", "submissions disabled", "presently disabled",
    "not available now", "partition not available", "connect to database",
  ]
  private static let unknownTexts = [
    "timed out", "unable to contact", "communication", "zero bytes were transmitted", "send/recv",
    "authenticat", "munge", "try again", "broken pipe", "connection reset", "message",
  ]
}
