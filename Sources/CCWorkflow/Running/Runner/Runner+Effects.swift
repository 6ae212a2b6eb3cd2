internal import CampaignStore
internal import EECore
internal import HostIO

/// Doing what the engine wants done, once it is recorded.
extension Runner {
  /// Performs the work; what comes of it at once goes into the next step.
  func perform(_ work: RunnerWork, into step: inout RunnerStep) throws {
    for (vertex, lease) in work.launches { try launch(vertex, lease, into: &step) }
    if !work.terminations.isEmpty { backends.terminate(work.terminations) }
    for _ in work.terminations { Failpoint.afterSignal.reach() }
    if !work.kills.isEmpty { backends.kill(work.kills) }
    for vertex in work.decisions { step.events.append(.decided(vertex, try decide(vertex))) }
    for host in work.surveys { try backends.survey(at: host) }
    for gate in work.expansions { try expand(gate, into: &step) }
  }

  private func launch(_ vertex: Int, _ lease: Lease, into step: inout RunnerStep) throws {
    guard let reason = try refusal(ofLaunching: vertex, lease) else { return }
    let ending = Ending(evidence: .notRun(reason: reason))
    try take(.ended(ticket: vertex, ending), at: lease.host, into: &step)
  }

  /// Starts the attempt whose intent is recorded.
  ///
  /// - Returns: why nothing was started; nil where it was.
  private func refusal(ofLaunching vertex: Int, _ lease: Lease) throws -> String? {
    if let refusal = refusals.removeValue(forKey: vertex) { return refusal }
    guard let attempt = attempt(of: vertex), let job = graph.jobs[vertex] else {
      return "its description cannot be read"
    }
    if let stranger = stranger(in: job, vertex) { return stranger }
    var submission = surroundings.submission(
      attempt, of: vertex, job, isHere: hosts.isHere(lease.host))
    hosts.show(lease, in: &submission)
    do { try compute(job, attempt, into: &submission.environment) } catch let error as Diagnostics {
      return error.all.first?.message
    }
    do { try complete(job, at: lease.host) } catch let error as Diagnostics {
      return error.all.first?.message
    }
    submission.voided = voided.removeValue(forKey: vertex)
    surroundings.unlinkLog(of: job)
    submission = try prepared(submission, of: vertex, lease)
    do { try backends.launch(submission, at: lease.host) } catch let error as LaunchFailure {
      switch error {
      // No fault of the job's: its intent stands, and it starts when there is room again.
      case .notStarted(let error) where error.isUnwritable: throw error
      case .notStarted(let error): return "\(error)"
      case .taken: return "a job of another runner is running in '\(job.directory)'"
      case .unwatched(let error): throw error
      }
    }
    return nil
  }

  /// Says so where the directory of an experiment is that of another one by now.
  private func stranger(in job: JobSpec, _ vertex: Int) -> String? {
    guard job.place != nil, let uuid = graph.nodes[vertex]?.uuid else { return nil }
    let path = Paths.join(job.directory, "config.yaml")
    // A directory that went missing has its own message.
    guard let bytes = try? Files.read(path), !String(decoding: bytes, as: UTF8.self).contains(uuid)
    else { return nil }
    return "'\(job.directory)' holds another experiment by now; run the workflow file again"
  }
}
