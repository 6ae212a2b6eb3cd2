internal import CampaignStore
internal import EECore

/// Judges a job whose exit code was zero by the results that it left, and by the conditions for its
/// success.
struct SuccessJudge {
  /// What is known of other nodes.
  let values: StoredValues

  /// - Throws: ``StoreError``; a condition that cannot be asked is a failure with its message.
  func verdict(
    of job: JobSpec, _ reading: AttemptReading, results: [ResultSpec],
    success: [ConditionText]? = nil
  ) throws -> Verdict {
    if let missing = reading.missing.first {
      return Verdict(state: .failed, failure: .success, cause: missing)
    }
    for condition in success ?? job.success {
      let verdict = try verdict(of: condition, job, reading, results)
      if verdict.state != .done { return verdict }
    }
    return Verdict(state: .done)
  }

  private func verdict(
    of success: ConditionText, _ job: JobSpec, _ reading: AttemptReading, _ results: [ResultSpec]
  ) throws -> Verdict {
    let attempt = reading.attempt
    let own = ReadingValues(reading: reading, node: attempt?.node ?? "", others: values)
    do {
      let condition = try NodeCondition(
        success.expression(.success), role: .success, parameters: job.parameters.keys.sorted(),
        results: results.map(\.name))
      let context = ConditionContext(
        node: own.node, attempt: attempt?.number, pass: job.pass, parameters: job.parameters)
      switch try condition.outcome(own, context) {
      case .holds: return Verdict(state: .done)
      case .fails(let reason):
        return Verdict(
          state: .failed, failure: .success, cause: "its condition for success is \(reason)")
      }
    } catch let error as Diagnostics {
      let message = error.all.first?.message ?? "its condition for success cannot be asked"
      return Verdict(state: .failed, failure: .success, cause: message)
    }
  }
}
