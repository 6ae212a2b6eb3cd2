internal import Glibc
internal import HostIO

// What became of attempts that an earlier runner had begun.
extension LocalBackend {
  func recover(_ submission: Submission) throws -> Recovery {
    let records = AttemptEvidence(directory: submission.directory)
    var submission = submission
    // A wrapper is started in a directory that is there: without one, what lives has begun.
    if Files.status(records.directory) == nil,
      ProcessIdentity.living(withEnvironment: "CMS_ATTEMPT=\(submission.token)") != nil
    {
      submission.wasSeenRunning = true
    }
    switch records.exit() {
    case .complete: return try conclude(submission, records)
    case .unreadable(let error): throw error
    case .absent, .incomplete: break
    }
    switch records.start() {
    case .unreadable(let error): throw error
    case .complete(.claimed, _): return .neverStarted
    case .complete(.wrapper(let host, let process, _), let modified):
      return try adopt(submission, records, host: host, process: process, started: modified)
    case .absent where try canClaim(submission) && records.claim(): return .neverStarted
    case .absent, .incomplete: return try recoverUnclear(submission, records)
    }
  }

  /// Only an attempt of this boot that was never seen running can be void: after a power cut a
  /// record that is not there may have been there.
  private func canClaim(_ submission: Submission) -> Bool {
    !submission.wasSeenRunning && submission.boot == ProcessIdentity.currentBoot()
  }

  /// No start record, or one that is being written, or whose writer was cut off.
  private func recoverUnclear(
    _ submission: Submission, _ records: AttemptEvidence
  ) throws -> Recovery {
    let token = "CMS_ATTEMPT=\(submission.token)"
    // A wrapper needs milliseconds between making its record and finishing it.
    for _ in 0..<500 {
      let isAlive = ProcessIdentity.living(withEnvironment: token) != nil
      // Read after looking: what was alive may have finished its record meanwhile.
      if case .complete(.wrapper(let host, let process, _), let modified) = records.start() {
        return try adopt(submission, records, host: host, process: process, started: modified)
      }
      guard isAlive else {
        if case .complete = records.exit() { break }
        return canClaim(submission)
          ? .neverStarted : .ended(Ending(evidence: .none))
      }
      if submission.wasSeenRunning {
        follow(submission, records, leader: nil)
        if let pid = watchSurvivor(of: submission.ticket) {
          return .running(host: Environment.hostName(), pid: pid, started: WallClock.now())
        }
      }
      _ = loop.wait(upTo: 10)
    }
    if case .complete = records.exit() { return try conclude(submission, records) }
    throw SystemError(
      "cannot find out whether a job has begun from", records.directory, code: EBUSY)
  }

  private func adopt(
    _ submission: Submission, _ records: AttemptEvidence, host: String, process: ProcessIdentity,
    started: Int64
  ) throws -> Recovery {
    guard host == Environment.hostName() else {
      throw RunnerError.jobElsewhere(host: host, directory: records.directory)
    }
    // Opened first, then checked: after that the descriptor cannot mean a later process.
    if let exit = try ChildProcess.exitDescriptor(of: process.pid), process.isAlive {
      follow(submission, records, leader: process)
      watches[try loop.add(exit)] = .exit(
        ticket: submission.ticket, pid: process.pid, isChild: false)
      return .running(host: host, pid: process.pid, started: started)
    }
    return try conclude(submission, records)
  }

  /// Judges an attempt whose wrapper is gone.
  private func conclude(
    _ submission: Submission, _ records: AttemptEvidence
  ) throws(SystemError) -> Recovery {
    let ending = try ending(by: records, isChild: false)
    follow(submission, records, leader: nil)
    if ending.evidence == .none || submission.isEnding,
      let pid = watchSurvivor(of: submission.ticket)
    {
      return .running(
        host: Environment.hostName(), pid: pid, started: ending.started ?? WallClock.now())
    }
    jobs[submission.ticket] = nil
    return .ended(ending)
  }
}
