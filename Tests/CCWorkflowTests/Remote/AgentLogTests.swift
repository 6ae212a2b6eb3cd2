import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What the agent sends of logs of jobs that run.
@Suite struct AgentLogTests {
  @Test(arguments: AgentTests.shells)
  func `what was added to logs is sent, whatever it is`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    let every = (0...255).map { UInt8($0) } + Array("\nq7 end 0\nf\tfailed\n".utf8)
    try bench.write("n o'de/1/log", "abc\ndef")
    try bench.write("m/1/log", "")
    try Files.replace("\(bench.root)/m/1/log", every)
    try bench.write("same/1/log", "four")
    try bench.write("shorter/1/log", "x")
    let answer = try bench.ask(
      .log("n o'de/1", from: 4), .log("none/1", from: 0), .log("m/1", from: 0),
      .log("same/1", from: 4), .log("shorter/1", from: 7))
    #expect(answer.failure == nil)
    #expect(answer.logs.map(\.attempt) == ["n o'de/1", "m/1"])
    #expect(answer.logs.map(\.offset) == [4, 0])
    #expect(answer.logs.first?.added == Array("def".utf8))
    #expect(answer.logs.last?.added == every)
  }

  @Test(arguments: AgentTests.shells)
  func `of large logs some is sent, and of all together no more than a megabyte`(
    shell: String
  ) throws {
    let bench = try AgentBench(shell: shell)
    let large = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
    for number in 1...6 {
      try bench.write("n/\(number)/log", "")
      try Files.replace("\(bench.root)/n/\(number)/log", large)
    }
    let said = try bench.print((1...6).map { .log("n/\($0)", from: 10) })
    let answer = try #require(RemoteAnswer(said, nonce: bench.nonce))
    #expect(answer.logs.map(\.added.count) == [262_144, 262_144, 262_144, 262_144])
  }

  private static let texts: [(text: String, bytes: [UInt8]?)] = [
    ("", []), ("AA==", [0]), ("AAE=", [0, 1]), ("/+8A", [255, 239, 0]),
    ("YWJjZA==", [97, 98, 99, 100]),
    ("A", nil), ("AA", nil), ("AA=", nil), ("A===", nil), ("AA=A", nil), ("A A=", nil), ("ä", nil),
  ]

  @Test(arguments: texts)
  func `letters stand for bytes`(text: String, bytes: [UInt8]?) {
    #expect(Base64.bytes(of: text) == bytes)
  }
}
