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

  /// Reads the last line of what it said on standard error.
  ///
  /// - Source: slurm_errno.c: the texts of these errors.
  init(_ reason: String) {
    func says(_ parts: [String]) -> Bool {
      let text = reason.lowercased()
      return parts.contains { text.contains($0) }
    }
    if says(Self.fullTexts) {
      self = .full
    } else if says(Self.unsentTexts) {
      self = .unsent
    } else {
      self = says(Self.unknownTexts) ? .unknown : .final
    }
  }

  private static let fullTexts = [
    "submit limit", "submitjob", "jobs limit", "job limit", "maxsubmit", "job count",
    // Accounting limits are all told in the same words; what they are about may pass.
    "violates accounting/qos policy",
  ]
  private static let unsentTexts = [
    "connect failure", "connection refused", "temporarily unable to accept",
    "resource temporarily unavailable", "in standby mode", "no route to host",
  ]
  private static let unknownTexts = [
    "timed out", "unable to contact", "communication", "zero bytes were transmitted", "send/recv",
    "protocol authentication", "munge", "try again", "broken pipe",
  ]
}
