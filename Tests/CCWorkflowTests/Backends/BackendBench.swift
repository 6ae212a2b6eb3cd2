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

  private func submission(
    _ command: [String], in directory: String?, boot: String?
  ) -> Submission {
    Submission(
      ticket: 7, token: "token-\(place.path)", directory: place.at("attempt"), command: command,
      workingDirectory: directory ?? place.path, environment: Environment.all(),
      boot: boot ?? ProcessIdentity.currentBoot())
  }

  func launch(_ command: [String], in directory: String? = nil) throws {
    try backend.launch(submission(command, in: directory, boot: nil))
  }

  /// Recovers the attempt and returns what became of it in words.
  func recover(boot: String? = nil) throws -> String {
    switch try backend.recover(submission([], in: nil, boot: boot)) {
    case .running: "running"
    case .ended(let ending): "ended \(ending.evidence)"
    case .neverStarted: "never started"
    }
  }

  /// Waits for something to happen.
  func wait() throws {
    let tags = loop.wait(upTo: 30_000)
    guard !tags.isEmpty else { throw TestFailure("nothing happened for 30 seconds") }
    for report in tags.flatMap({ backend.reports(for: $0) ?? [] }) {
      switch report {
      case .started(7, let host, let pid, _): starts.append((host, pid))
      case .ended(7, let ending): end = ending
      default: throw TestFailure("a report of another attempt")
      }
    }
  }

  /// Waits for the end of the attempt.
  func ending() throws -> Ending {
    while true {
      if let end { return end }
      try wait()
    }
  }
}
