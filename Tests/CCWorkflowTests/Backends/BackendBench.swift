import HostIO
import TestSupport

@testable import CCWorkflow

/// A backend with a loop and a directory of its own, for one attempt.
final class BackendBench {
  let place: TemporaryDirectory
  private let loop: EventLoop
  private let backend: LocalBackend
  private(set) var starts: [(host: String, pid: Int32)] = []
  private var end: Ending?

  /// Shares the place of an earlier runner, which knows nothing of us.
  init(sharing earlier: TemporaryDirectory? = nil) throws {
    place = try earlier ?? TemporaryDirectory()
    loop = try EventLoop()
    backend = LocalBackend(loop: loop, wrapper: try Wrapper.install(in: place.at("run")))
  }

  /// What all processes of the attempt carry.
  var token: String { "token-\(place.path)" }

  private func submission(
    _ command: [String], in directory: String?, boot: String?, isEnding: Bool = false
  ) -> Submission {
    Submission(
      ticket: 7, token: token, directory: place.at("attempt"), command: command,
      workingDirectory: directory ?? place.path,
      environment: Environment.all().merging(["CMS_ATTEMPT": token]) { $1 },
      boot: boot ?? ProcessIdentity.currentBoot(), isEnding: isEnding)
  }

  func launch(_ command: [String], in directory: String? = nil) throws {
    try backend.launch(submission(command, in: directory, boot: nil))
  }

  /// Recovers the attempt and returns what became of it in words.
  func recover(boot: String? = nil, isEnding: Bool = false) throws -> String {
    switch try backend.recover(submission([], in: nil, boot: boot, isEnding: isEnding)) {
    case .running: "running"
    case .ended(let ending): "ended \(ending.evidence)"
    case .neverStarted: "never started"
    case .unknown: "unknown"
    }
  }

  var hasEnded: Bool { end != nil }

  func terminate() { backend.terminate([7]) }

  func kill() { backend.kill([7]) }

  /// Waits until a file is there, dealing with what happens meanwhile.
  func wait(for name: String) throws {
    for _ in 0..<3000 where !place.exists(name) { try wait(upTo: 10) }
    guard place.exists(name) else { throw TestFailure("'\(name)' was never made") }
  }

  /// Living processes of the attempt.
  var processes: JobProcesses { JobProcesses(token: "CMS_ATTEMPT=\(token)", leader: nil) }

  /// Waits for something to happen.
  func wait() throws {
    guard try wait(upTo: 30_000) else { throw TestFailure("nothing happened for 30 seconds") }
  }

  /// Deals with what happens in some milliseconds, and returns whether anything did.
  @discardableResult
  func wait(upTo milliseconds: Int32) throws -> Bool {
    let tags = loop.wait(upTo: milliseconds)
    for report in try tags.flatMap({ try backend.reports(for: $0) ?? [] }) {
      switch report {
      case .started(7, let host, let pid, _): starts.append((host, pid))
      case .ended(7, let ending): end = ending
      default: throw TestFailure("a report of another attempt")
      }
    }
    return !tags.isEmpty
  }

  /// Waits for the end of the attempt.
  func ending() throws -> Ending {
    while true {
      if let end { return end }
      try wait()
    }
  }
}
