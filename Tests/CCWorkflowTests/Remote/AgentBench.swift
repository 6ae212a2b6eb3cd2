import HostIO
import TestSupport

@testable import CCWorkflow

/// A directory of a pretended host, in which the agent is run without any ssh.
final class AgentBench {
  let place: TemporaryDirectory
  /// Its name has everything that shells may stumble over.
  let root: String
  private let shell: String
  let nonce = "q7"
  /// How jobs are started there.
  var starter = RemoteRequest.Starter.process
  /// What the agent finds in its environment besides.
  var variables: [String] = []

  init(shell: String = "sh") throws {
    self.shell = shell
    place = try TemporaryDirectory()
    root = place.at("ro ot 'é\"$(touch x)`*")
    try place.write("agent.sh", Agent.text)
    try Directories.ensure(root)
    try write(".cms/wrapper.sh", Wrapper.text)
  }

  func write(_ name: String, _ text: String) throws {
    try Directories.ensure(Paths.directory(of: "\(root)/\(name)"))
    try Files.replace("\(root)/\(name)", Array(text.utf8))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Files.read("\(root)/\(name)"), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool { Files.status("\(root)/\(name)") != nil }

  /// Writes the script of an attempt, as it is sent.
  func prepare(_ attempt: String, _ script: String) throws {
    try write("\(attempt)/job.sh", script + "\n")
  }

  /// Returns all that the agent prints.
  func print(
    _ lines: [RemoteRequest.Line], boot: String? = nil, files: ScratchFile? = nil
  ) throws -> [UInt8] {
    var request = RemoteRequest(
      nonce: nonce, root: root, boot: boot, hasFiles: files != nil, lines: lines)
    request.starter = starter
    let archive = try files.map { try Files.read($0.path) } ?? []
    return try print(request.bytes + archive)
  }

  func print(_ request: [UInt8]) throws -> [UInt8] {
    try Spawn.output(
      of: ["/usr/bin/env"] + variables + [shell, place.at("agent.sh")], input: request
    ).output
  }

  /// Returns the answer to a request.
  func ask(
    _ lines: RemoteRequest.Line..., boot: String? = nil, files: ScratchFile? = nil
  ) throws -> RemoteAnswer {
    guard let answer = RemoteAnswer(try print(lines, boot: boot, files: files), nonce: nonce) else {
      throw TestFailure("there is no whole answer")
    }
    return answer
  }

  /// Asks until an attempt is no longer said to run, and returns what is said then.
  func end(of attempt: String, _ line: RemoteRequest.Line? = nil) throws -> RemoteAnswer.State? {
    for _ in 0..<400 {
      let state = try ask(line ?? .watch(attempt)).states.first?.state
      guard case .running = state else { return state }
      _ = try EventLoop().wait(upTo: 20)
    }
    throw TestFailure("the attempt has not ended")
  }

  /// Waits until a file is there.
  func wait(for name: String) throws {
    for _ in 0..<2000 where !exists(name) { _ = try EventLoop().wait(upTo: 10) }
    guard exists(name) else { throw TestFailure("'\(name)' was never made") }
  }
}

extension RemoteAnswer {
  /// What is said of an attempt, without the numbers of processes.
  func word(of attempt: String) -> String? {
    states.last { $0.attempt == attempt }.map { state in
      switch state.state {
      case .running: "running"
      case .exited(let code, _): "exited \(code)"
      case .waiting(let reason): "waiting: \(reason)"
      case .suspended(let reason): "suspended: \(reason)"
      case .judged(let end): "judged: \(end.text)"
      case .gone: "gone"
      case .absent: "absent"
      case .claimed: "claimed"
      case .refused(let reason): "refused: \(reason)"
      }
    }
  }
}
