internal import CLinux
internal import Glibc

/// A job's processes, wherever they have gone: they are found, watched and told to end.
///
/// To it belong the session that its leader leads, sessions that a process with its token leads,
/// and every process with its token.
package struct JobProcesses: Hashable, Sendable {
  /// What they carry in their environment, as `NAME=VALUE`.
  package let token: String
  /// The process that leaves the record of the job's end; nil where it is gone.
  package let leader: ProcessIdentity?

  package init(token: String, leader: ProcessIdentity?) {
    self.token = token
    self.leader = leader
  }

  /// Asks all processes of jobs to end, leaders too; what is suspended goes on for it.
  ///
  /// - Cost: reads /proc once, for any number of jobs.
  package static func terminate(_ jobs: [JobProcesses]) {
    // Groups at once, so that no child is missed that is just being made.
    let groups = Set(jobs.compactMap { job in job.leader.flatMap(terminatedGroup(of:)) })
    for process in ProcessScan(jobs).found where !groups.contains(process.group) {
      process.send(SIGTERM)
      process.send(SIGCONT)
    }
  }

  /// Ends all processes of jobs at once but their leaders, which then record it.
  ///
  /// - Cost: reads /proc until no more of them are found.
  package static func kill(_ jobs: [JobProcesses]) {
    var killed: Set<ProcessIdentity> = []
    let leaders = Set(jobs.compactMap(\.leader))
    for _ in 0..<20 {
      let before = killed.count
      for process in ProcessScan(jobs).found {
        if leaders.contains(process.identity) {
          process.send(SIGCONT)
        } else if killed.insert(process.identity).inserted {
          process.send(SIGKILL)
        }
      }
      if killed.count == before { return }
    }
  }

  /// A living process of the job other than its leader.
  ///
  /// - Cost: reads /proc once.
  package var survivor: Int32? {
    ProcessScan([self]).found.first { $0.identity != leader }?.identity.pid
  }

  /// Returns the group that was told to end, or nil where only single processes can be.
  private static func terminatedGroup(of leader: ProcessIdentity) -> Int32? {
    let sent = leader.whileHeld { descriptor in
      cl_pidfd_send_signal(descriptor, SIGTERM, 1) == 0
        && cl_pidfd_send_signal(descriptor, SIGCONT, 1) == 0
    }
    return sent == true ? leader.pid : nil
  }
}

extension ProcessIdentity {
  /// Does something to the very process through a descriptor, which never means a later one.
  ///
  /// - Returns: nil where it has gone.
  /// - Source: pidfd_open(2); opened first, then checked.
  fileprivate func whileHeld<Result>(_ body: (Int32) -> Result) -> Result? {
    let number = cl_pidfd_open(pid)
    guard number >= 0 else { return nil }
    let descriptor = OwnedDescriptor(number)
    guard ProcessIdentity.stat(of: pid)?.startTime == startTime else { return nil }
    return body(descriptor.number)
  }
}

/// What is found of some jobs in one reading of /proc.
private struct ProcessScan {
  struct Process {
    let identity: ProcessIdentity
    let group: Int32
    let session: Int32
    let hasToken: Bool

    func send(_ signal: Int32) {
      _ = identity.whileHeld { cl_pidfd_send_signal($0, signal, 0) }
    }
  }

  private(set) var found: [Process] = []

  /// Reads /proc; this process is never among what is found.
  init(_ jobs: [JobProcesses]) {
    let tokens = Set(jobs.map { Array($0.token.utf8) })
    let leaders = Set(jobs.compactMap(\.leader))
    let boot = ProcessIdentity.currentBoot()
    var all: [Process] = []
    var sessions: Set<Int32> = []
    for name in (try? Directories.names(in: "/proc")) ?? [] {
      guard let pid = Int32(name), let stat = ProcessIdentity.stat(of: pid) else { continue }
      let identity = ProcessIdentity(pid: pid, startTime: stat.startTime, bootID: boot)
      // A zombie keeps its number, so its session is still the one it led.
      if leaders.contains(identity) { sessions.insert(pid) }
      guard !stat.hasEnded, pid != getpid() else { continue }
      let hasToken = ProcessScan.hasToken(pid, among: tokens)
      if hasToken, stat.session == pid { sessions.insert(pid) }
      all.append(
        Process(
          identity: identity, group: stat.group, session: stat.session, hasToken: hasToken))
    }
    found = all.filter { $0.hasToken || sessions.contains($0.session) }
  }

  private static func hasToken(_ pid: Int32, among tokens: Set<[UInt8]>) -> Bool {
    let environment = (try? Files.read("/proc/\(pid)/environ")) ?? []
    return environment.split(separator: 0).contains { tokens.contains(Array($0)) }
  }
}
