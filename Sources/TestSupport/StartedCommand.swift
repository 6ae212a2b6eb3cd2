internal import Glibc
internal import HostIO

/// A command that a test started and has not waited for yet.
package struct StartedCommand: Sendable {
  package let place: TemporaryDirectory
  package let pid: Int32
  private let output: String

  init(place: TemporaryDirectory, pid: Int32, output: String) {
    self.place = place
    self.pid = pid
    self.output = output
  }

  /// What it has printed so far, on both streams.
  package var printed: String { (try? place.text(output)) ?? "" }

  /// Sends a signal to this process alone, not to those it started.
  package func send(_ signal: Int32) { _ = Glibc.kill(pid, signal) }

  /// Waits for its end and returns its exit code, or 128 and the signal's number.
  package func wait() -> Int32 { ChildProcess.wait(pid).code }
}
