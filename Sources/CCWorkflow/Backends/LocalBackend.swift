internal import Glibc
internal import HostIO

/// Runs jobs on this machine, each in a session of its own that outlives the runner.
final class LocalBackend: JobBackend {
  enum Watch {
    /// A pipe that the wrapper closes when its start record is written.
    case start(ticket: Int)
    /// A descriptor of the process, readable when it ends.
    case exit(ticket: Int, pid: Int32, isChild: Bool)
  }

  /// An attempt that is under way.
  struct Job {
    let records: AttemptEvidence
    let token: String
    /// The wrapper of an earlier runner, or ours once it has ended; nil before it is known.
    var leader: ProcessIdentity?
    /// Our wrapper, which keeps its number until we wait for it.
    var child: Int32?
    /// What was read of the start record, which never changes once it is whole.
    var start: AttemptEvidence.Started?
    var isEnding: Bool

    var processes: JobProcesses {
      JobProcesses(
        token: "CMS_ATTEMPT=\(token)", leader: leader ?? child.flatMap(ProcessIdentity.having))
    }
  }

  let loop: EventLoop
  private let wrapper: String
  private let memoryKills = MemoryKills()
  var watches: [UInt64: Watch] = [:]
  var jobs: [Int: Job] = [:]

  init(loop: EventLoop, wrapper: String) {
    self.loop = loop
    self.wrapper = wrapper
  }

  func launch(_ submission: Submission) throws(LaunchFailure) {
    let child: Spawn.Child?
    do throws(SystemError) { child = try start(submission) } catch { throw .notStarted(error) }
    guard let child else { throw .taken }
    let pid = child.pid
    Failpoint.afterSpawn.reach(child: pid)
    jobs[submission.ticket]?.child = pid
    do throws(SystemError) {
      let tag = try child.watchEnd(in: loop)
      watches[tag] = .exit(ticket: submission.ticket, pid: pid, isChild: true)
    } catch {
      throw .unwatched(error)
    }
  }

  /// Spawns the wrapper; all that can fail before it is done before it.
  ///
  /// - Returns: nil where another job has the directory.
  private func start(_ submission: Submission) throws(SystemError) -> Spawn.Child? {
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
    let pipe = try Pipe(watchedBy: loop)
    // Of the allocation that the runner itself may be in; its restarts are not the job's.
    var environment = submission.environment
    environment["SLURM_RESTART_COUNT"] = nil
    if let kills = memoryKills?.count(), let path = memoryKills?.path {
      environment["CMS_MEMORY_KILLS"] = "\(kills) \(path)"
    }
    var request = Spawn.Request(
      ["/bin/sh", wrapper, submission.directory] + submission.command,
      environment: environment, directory: submission.workingDirectory,
      output: records.logPath)
    do throws(SystemError) {
      request.inherited = submission.inherited
      request.processors = submission.processors
      let child = try Spawn.child(request, signal: pipe.writing, claim: claim)
      follow(submission, records, leader: nil)
      if let tag = pipe.tag { watches[tag] = .start(ticket: submission.ticket) }
      return child
    } catch {
      if let tag = pipe.tag { loop.remove(tag) }
      throw error
    }
  }

  /// Whether the claim is that of a wrapper that has yet to find out that it is not wanted.
  private func isHeldByVoided(_ submission: Submission) -> Bool {
    guard let token = submission.voided else { return false }
    return ProcessIdentity.living(withEnvironment: "CMS_ATTEMPT=\(token)") != nil
  }

  /// Everything that it waits for is an event.
  var nextTurn: Int64? { nil }

  func turn(at now: Int64) -> [BackendReport] { [] }

  func terminate(_ tickets: [Int]) {
    for ticket in tickets { jobs[ticket]?.isEnding = true }
    JobProcesses.terminate(tickets.compactMap { jobs[$0]?.processes })
  }

  func kill(_ tickets: [Int]) {
    for ticket in tickets { jobs[ticket]?.isEnding = true }
    JobProcesses.kill(tickets.compactMap { jobs[$0]?.processes })
  }

  func reports(for tag: UInt64) throws -> [BackendReport]? {
    guard let watch = watches.removeValue(forKey: tag) else { return nil }
    loop.remove(tag)
    switch watch {
    case .start(let ticket): return startReport(ticket).map { [$0] } ?? []
    case .exit(let ticket, let pid, let isChild):
      guard let job = jobs[ticket] else { return [] }
      // At last: until we wait for it, nothing else can have its number and its session.
      defer { if isChild { release(pid, of: ticket) } }
      var ending = try ending(by: job.records, job.start, isChild: isChild)
      if isChild { ending.usage.peakMemory = ChildProcess.peakMemory(ofEnded: pid) }
      // The wrapper may have been killed alone: as long as its job lives, nothing has ended. What
      // we end ourselves has ended when nothing of it is left.
      if ending.evidence == .none || job.isEnding, watchSurvivor(of: ticket) != nil { return [] }
      jobs[ticket] = nil
      return [.ended(ticket: ticket, ending)]
    }
  }

  /// The pipe is closed: by a wrapper that runs its job, or by one that has ended, which the
  /// process descriptor will tell.
  private func startReport(_ ticket: Int) -> BackendReport? {
    guard let start = jobs[ticket]?.records.started() else { return nil }
    jobs[ticket]?.start = start
    return .started(ticket: ticket, host: start.host, pid: start.pid, at: start.modified)
  }

  /// Takes the end of our child; whom it was is kept where something of its job lives on.
  private func release(_ pid: Int32, of ticket: Int) {
    if jobs[ticket]?.child == pid {
      jobs[ticket]?.leader = ProcessIdentity.having(pid)
      jobs[ticket]?.child = nil
    }
    _ = ChildProcess.wait(pid)
  }

  /// Judges an attempt whose wrapper has ended; its start record is read where it was not.
  func ending(
    by records: AttemptEvidence, _ known: AttemptEvidence.Started? = nil, isChild: Bool
  ) throws(SystemError) -> Ending {
    let start = known ?? records.started()
    switch records.exit() {
    case .complete(let exit, let modified):
      return Ending(exit, start: start, ended: modified)
    case .unreadable(let error): throw error
    case .absent, .incomplete: break
    }
    // The wrapper runs the job only after its start record is whole.
    guard start != nil || !isChild else {
      // It could make the file and not fill it.
      if case .incomplete = records.start() { throw records.noRoom }
      let reason =
        "the wrapper ended before it had written its start record in '\(records.directory)'"
      return Ending(evidence: .notRun(reason: reason))
    }
    return Ending(evidence: .none, start: start)
  }

  func follow(
    _ submission: Submission, _ records: AttemptEvidence, leader: ProcessIdentity?
  ) {
    jobs[submission.ticket] = Job(
      records: records, token: submission.token, leader: leader, isEnding: submission.isEnding)
  }

  /// Watches a process of the attempt that lives although its wrapper does not, and returns it.
  func watchSurvivor(of ticket: Int) -> Int32? {
    for _ in 0..<100 {
      guard let pid = jobs[ticket]?.processes.survivor else { return nil }
      guard let exit = try? ChildProcess.exitDescriptor(of: pid), let tag = try? loop.add(exit)
      else { continue }
      watches[tag] = .exit(ticket: ticket, pid: pid, isChild: false)
      return pid
    }
    return nil
  }
}
