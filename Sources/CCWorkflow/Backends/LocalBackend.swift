internal import Glibc
internal import HostIO

/// Runs jobs on this machine, each in a session of its own that outlives the runner.
final class LocalBackend: JobBackend {
  private enum Watch {
    /// A pipe that the wrapper closes when its start record is written.
    case start(ticket: Int)
    /// A descriptor of the process, readable when it ends.
    case exit(ticket: Int, pid: Int32, isChild: Bool)
  }

  private let loop: EventLoop
  private let wrapper: String
  private var watches: [UInt64: Watch] = [:]
  private var evidence: [Int: AttemptEvidence] = [:]
  private var tokens: [Int: String] = [:]

  init(loop: EventLoop, wrapper: String) {
    self.loop = loop
    self.wrapper = wrapper
  }

  func launch(_ submission: Submission) throws(LaunchFailure) {
    let pid: Int32?
    do throws(SystemError) { pid = try start(submission) } catch { throw .notStarted(error) }
    guard let pid else { throw .taken }
    Failpoint.afterSpawn.reach(child: pid)
    do throws(SystemError) {
      // A child that has ended is there until it is waited for, so there is always a descriptor.
      guard let exit = try ChildProcess.exitDescriptor(of: pid) else {
        throw SystemError("cannot watch process", String(pid), code: ESRCH)
      }
      watches[try loop.add(exit)] = .exit(ticket: submission.ticket, pid: pid, isChild: true)
    } catch {
      throw .unwatched(error)
    }
  }

  /// Spawns the wrapper; all that can fail before it is done before it.
  ///
  /// - Returns: nil where another job has the directory.
  private func start(_ submission: Submission) throws(SystemError) -> Int32? {
    guard Files.status(submission.workingDirectory)?.kind == .directory else {
      // Else the system would say that the shell is not there.
      throw SystemError("cannot enter", submission.workingDirectory, code: ENOENT)
    }
    var claim: DirectoryClaim?
    if submission.ownsDirectory {
      claim = try DirectoryClaim(submission.workingDirectory)
      if claim == nil, !isHeldByVoided(submission) {
        // It may have ended since.
        claim = try DirectoryClaim(submission.workingDirectory)
        guard claim != nil else { return nil }
      }
    }
    let records = AttemptEvidence(directory: submission.directory)
    try Directories.ensure(submission.directory)
    let pipe = try Pipe()
    let tag = try pipe.watchReading(in: loop)
    // Of the allocation that the runner itself may be in; its restarts are not the job's.
    let environment = submission.environment.filter { $0.key != "SLURM_RESTART_COUNT" }
    let request = Spawn.Request(
      ["/bin/sh", wrapper, submission.directory] + submission.command,
      environment: environment, directory: submission.workingDirectory,
      output: records.logPath)
    do throws(SystemError) {
      let pid = try Spawn.detached(request, signal: pipe.writing, claim: claim)
      follow(submission, records)
      watches[tag] = .start(ticket: submission.ticket)
      return pid
    } catch {
      loop.remove(tag)
      throw error
    }
  }

  /// Whether the claim is that of a wrapper that has yet to find out that it is not wanted.
  private func isHeldByVoided(_ submission: Submission) -> Bool {
    guard let token = submission.voided else { return false }
    return ProcessIdentity.living(withEnvironment: "CMS_ATTEMPT=\(token)") != nil
  }

  func reports(for tag: UInt64) -> [BackendReport]? {
    guard let watch = watches.removeValue(forKey: tag) else { return nil }
    loop.remove(tag)
    switch watch {
    case .start(let ticket): return startReport(ticket).map { [$0] } ?? []
    case .exit(let ticket, let pid, let isChild):
      let code = isChild ? ChildProcess.wait(pid).code : nil
      guard let records = evidence[ticket] else { return [] }
      let ending = ending(by: records, wrapperCode: code)
      // The wrapper may have been killed alone: as long as its job lives, nothing has ended.
      if ending.evidence == .none, watchSurvivor(of: ticket) { return [] }
      evidence[ticket] = nil
      tokens[ticket] = nil
      return [.ended(ticket: ticket, ending)]
    }
  }

  /// The pipe is closed: by a wrapper that runs its job, or by one that has ended, which the
  /// process descriptor will tell.
  private func startReport(_ ticket: Int) -> BackendReport? {
    guard
      case .complete(.wrapper(let host, let process, _), let modified) = evidence[ticket]?.start()
    else { return nil }
    return .started(ticket: ticket, host: host, pid: process.pid, at: modified)
  }

  /// Judges an attempt whose wrapper has ended.
  private func ending(by records: AttemptEvidence, wrapperCode: Int32?) -> Ending {
    var started: Int64?
    var hasRun = false
    if case .complete(.wrapper, let modified) = records.start() {
      started = modified
      hasRun = true
    }
    if case .complete(let code, let modified) = records.exit() {
      return Ending(evidence: .exitRecord(code: code), started: started, ended: modified)
    }
    // The wrapper runs the job only after its start record is whole.
    guard hasRun || wrapperCode == nil else {
      let reason =
        "the wrapper ended before it had written its start record in '\(records.directory)'"
      return Ending(evidence: .notRun(reason: reason), started: nil, ended: nil)
    }
    return Ending(evidence: .none, started: started, ended: nil)
  }

  func recover(_ submission: Submission) throws -> Recovery {
    let records = AttemptEvidence(directory: submission.directory)
    switch records.exit() {
    case .complete: return .ended(ending(by: records, wrapperCode: nil))
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
    // A wrapper needs milliseconds between making its record and finishing it.
    for _ in 0..<500 {
      let survivor = ProcessIdentity.living(withEnvironment: "CMS_ATTEMPT=\(submission.token)")
      // Read after looking: what was alive may have finished its record meanwhile.
      if case .complete(.wrapper(let host, let process, _), let modified) = records.start() {
        return try adopt(submission, records, host: host, process: process, started: modified)
      }
      guard let survivor else {
        if case .complete = records.exit() { break }
        return canClaim(submission) ? .neverStarted : lost()
      }
      if submission.wasSeenRunning {
        follow(submission, records)
        if watchSurvivor(of: submission.ticket) {
          return .running(host: Environment.hostName(), pid: survivor, started: WallClock.now())
        }
      }
      _ = loop.wait(upTo: 10)
    }
    if case .complete = records.exit() { return .ended(ending(by: records, wrapperCode: nil)) }
    throw SystemError(
      "cannot find out whether a job has begun from", records.directory, code: EBUSY)
  }

  private func lost() -> Recovery { .ended(Ending(evidence: .none, started: nil, ended: nil)) }

  private func adopt(
    _ submission: Submission, _ records: AttemptEvidence, host: String, process: ProcessIdentity,
    started: Int64
  ) throws -> Recovery {
    guard host == Environment.hostName() else {
      throw RunnerError.jobElsewhere(host: host, directory: records.directory)
    }
    follow(submission, records)
    // Opened first, then checked: after that the descriptor cannot mean a later process.
    if let exit = try ChildProcess.exitDescriptor(of: process.pid), process.isAlive {
      watches[try loop.add(exit)] = .exit(
        ticket: submission.ticket, pid: process.pid, isChild: false)
      return .running(host: host, pid: process.pid, started: started)
    }
    let ending = ending(by: records, wrapperCode: nil)
    if ending.evidence == .none, watchSurvivor(of: submission.ticket) {
      return .running(host: host, pid: process.pid, started: started)
    }
    return .ended(ending)
  }

  private func follow(_ submission: Submission, _ records: AttemptEvidence) {
    evidence[submission.ticket] = records
    tokens[submission.ticket] = submission.token
  }

  /// Watches a process of the attempt that lives although its wrapper does not.
  private func watchSurvivor(of ticket: Int) -> Bool {
    for _ in 0..<100 {
      guard let token = tokens[ticket],
        let pid = ProcessIdentity.living(withEnvironment: "CMS_ATTEMPT=\(token)")
      else { return false }
      guard let exit = try? ChildProcess.exitDescriptor(of: pid), let tag = try? loop.add(exit)
      else { continue }
      watches[tag] = .exit(ticket: ticket, pid: pid, isChild: false)
      return true
    }
    return false
  }
}
