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

  init(loop: EventLoop, wrapper: String) {
    self.loop = loop
    self.wrapper = wrapper
  }

  func launch(_ submission: Submission) throws(LaunchFailure) {
    let pid: Int32
    do throws(SystemError) { pid = try start(submission) } catch { throw .notStarted(error) }
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
  private func start(_ submission: Submission) throws(SystemError) -> Int32 {
    guard Files.status(submission.workingDirectory)?.kind == .directory else {
      // Else the system would say that the shell is not there.
      throw SystemError("cannot enter", submission.workingDirectory, code: ENOENT)
    }
    let records = AttemptEvidence(directory: submission.directory)
    try Directories.ensure(submission.directory)
    let pipe = try Pipe()
    let tag = try pipe.watchReading(in: loop)
    let request = Spawn.Request(
      ["/bin/sh", wrapper, submission.directory] + submission.command,
      environment: submission.environment, directory: submission.workingDirectory,
      output: records.logPath)
    do throws(SystemError) {
      let pid = try Spawn.detached(request, signal: pipe.writing)
      evidence[submission.ticket] = records
      watches[tag] = .start(ticket: submission.ticket)
      return pid
    } catch {
      loop.remove(tag)
      throw error
    }
  }

  func reports(for tag: UInt64) -> [BackendReport]? {
    guard let watch = watches.removeValue(forKey: tag) else { return nil }
    loop.remove(tag)
    switch watch {
    case .start(let ticket): return startReport(ticket).map { [$0] } ?? []
    case .exit(let ticket, let pid, let isChild):
      let code = isChild ? ChildProcess.wait(pid).code : nil
      guard let records = evidence.removeValue(forKey: ticket) else { return [] }
      return [.ended(ticket: ticket, ending(by: records, wrapperCode: code))]
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
      let reason = "the wrapper could not write its start record in '\(records.directory)'"
      return Ending(evidence: .notRun(reason: reason), started: nil, ended: nil)
    }
    return Ending(evidence: .none, started: started, ended: nil)
  }

  func recover(_ submission: Submission) throws(SystemError) -> Recovery {
    let records = AttemptEvidence(directory: submission.directory)
    if case .complete = records.exit() {
      return .ended(ending(by: records, wrapperCode: nil))
    }
    switch records.start() {
    case .absent where try records.claim(): return .neverStarted
    case .absent, .incomplete: return try recoverUnclear(submission, records)
    case .complete(.claimed, _): return .neverStarted
    case .complete(.wrapper(let host, let process, _), let modified):
      return try adopt(submission, records, host: host, process: process, started: modified)
    }
  }

  /// A start record that is being written, or whose writer was cut off before it ran the job.
  private func recoverUnclear(
    _ submission: Submission, _ records: AttemptEvidence
  ) throws(SystemError) -> Recovery {
    let token = "CMS_ATTEMPT=\(submission.token)"
    while submission.boot == ProcessIdentity.currentBoot() {
      let isAlive = ProcessIdentity.exists(withEnvironment: token)
      // Read after looking: what was alive may have finished its record meanwhile.
      if case .complete(.wrapper(let host, let process, _), let modified) = records.start() {
        return try adopt(submission, records, host: host, process: process, started: modified)
      }
      guard isAlive else { break }
      _ = loop.wait(upTo: 10)
    }
    return .neverStarted
  }

  private func adopt(
    _ submission: Submission, _ records: AttemptEvidence, host: String, process: ProcessIdentity,
    started: Int64
  ) throws(SystemError) -> Recovery {
    // Opened first, then checked: after that the descriptor cannot mean a later process.
    guard let exit = try ChildProcess.exitDescriptor(of: process.pid), process.isAlive else {
      return .ended(ending(by: records, wrapperCode: nil))
    }
    evidence[submission.ticket] = records
    watches[try loop.add(exit)] = .exit(
      ticket: submission.ticket, pid: process.pid, isChild: false)
    return .running(host: host, pid: process.pid, started: started)
  }
}
