internal import CLinux
internal import Glibc

/// Processes that were started here or found again: waiting for them and ending them.
package enum ChildProcess {
  /// How a child ended.
  package struct Ending: Hashable, Sendable {
    /// The exit code, or 128 and the signal's number.
    package let code: Int32
    package let signal: Int32?
  }

  /// Waits for a child and takes its ending.
  package static func wait(_ pid: Int32) -> Ending {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return Ending(code: 127, signal: nil) }
    }
    let signal = status & 0x7F
    return signal == 0
      ? Ending(code: status >> 8 & 0xFF, signal: nil) : Ending(code: 128 + signal, signal: signal)
  }

  /// Returns how many bytes a child that has ended, or a process that it waited for, had at most; nil
  /// where it is not known.
  ///
  /// A bound where it is small: what this process had when it started the child counts too.
  package static func peakMemory(ofEnded pid: Int32) -> Int? {
    let peak = cl_peak_memory(pid)
    return peak > 0 ? peak * 1024 : nil
  }

  /// Returns a descriptor that becomes readable when the process ends; nil where it has.
  ///
  /// - Source: pidfd_open(2); it works for processes that are not our children as well.
  package static func exitDescriptor(of pid: Int32) throws(SystemError) -> OwnedDescriptor? {
    let number = cl_pidfd_open(pid)
    if number >= 0 { return OwnedDescriptor(number) }
    guard errno == ESRCH else { throw SystemError("cannot watch process", String(pid)) }
    return nil
  }

  /// Asks every process of a group to end.
  package static func terminate(group: Int32) { _ = Glibc.kill(-group, SIGTERM) }

  /// Ends every process of a group at once.
  package static func kill(group: Int32) { _ = Glibc.kill(-group, SIGKILL) }
}

extension ChildProcess {
  /// Suspends a process until it is continued.
  package static func stop(_ pid: Int32) { _ = Glibc.kill(pid, SIGSTOP) }

  /// Ends this process as `kill -9` does: nothing is flushed or unwound.
  package static func killSelf() { _ = Glibc.kill(getpid(), SIGKILL) }
}
