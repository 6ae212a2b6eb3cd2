import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Logs of jobs that run on a host whose connection can be lost at any moment.
@Suite struct RemoteLogTests {
  private let host: PretendedHost
  private let bench: RemoteBench

  init() throws {
    host = try PretendedHost()
    bench = try RemoteBench(host.transport, root: "~/ro ot")
  }

  private func go(_ name: String) throws { try Files.create("\(host.home)/ro ot/\(name)", []) }

  private static func waiting(for name: String) -> String {
    "until [ -e ../../\(name) ]; do sleep 0.01; done"
  }

  private func turn(_ bench: RemoteBench, untilLog log: String) throws {
    try bench.turn { (try? bench.log(1)) == log }
  }

  private static let script = """
    printf 'a\\n\\0b\\r\\n'
    \(waiting(for: "go1"))
    printf c
    \(waiting(for: "go2"))
    echo d
    \(waiting(for: "go3"))
    echo e
    """

  @Test func `what a job prints is here while it runs, and after losses nothing of it twice`()
    throws
  {
    try bench.launch(1, Self.script)
    try turn(bench, untilLog: "a\n\0b\r\n")
    try host.tell("lose")
    try go("go1")
    try turn(bench, untilLog: "a\n\0b\r\nc")
    #expect(bench.said.contains("open"))
    try host.tell("down")
    try bench.turn(until: "closed: ssh: connect to host far port 22: Connection refused")
    try go("go2")
    try host.forget("down")
    try turn(bench, untilLog: "a\n\0b\r\ncd\n")
    try go("go3")
    try bench.turn(until: "1 exited 0")
    #expect(try bench.log(1) == "a\n\0b\r\ncd\ne\n")
    #expect(try bench.place.names("attempts/1") == ["exit.0", "facts.0", "log", "start.0"])
  }

  @Test func `a successor goes on where its predecessor was`() throws {
    try bench.launch(1, "echo a; \(Self.waiting(for: "go1")); echo b; \(Self.waiting(for: "go2"))")
    try turn(bench, untilLog: "a\n")
    let next = try RemoteBench(host.transport, root: "~/ro ot", in: bench.place)
    _ = try next.backend.recover(next.submission(1, [], wasSeenRunning: true))
    try go("go1")
    try turn(next, untilLog: "a\nb\n")
    try go("go2")
    try next.turn(until: "1 exited 0")
    #expect(try next.log(1) == "a\nb\n")
  }

  @Test func `a large log comes piece by piece, and is the same in the end`() throws {
    try bench.launch(
      1, "head -c 700000 /dev/urandom >../../large; cat ../../large; \(Self.waiting(for: "go"))")
    let log = bench.place.at("attempts/1/log")
    try bench.turn { Files.status(log)?.size == 700_000 }
    #expect(bench.said == ["1 started"])
    #expect(try Files.read(log) == Files.read("\(host.home)/ro ot/large"))
    try go("go")
    try bench.turn(until: "1 exited 0")
    #expect(try Files.read(log) == Files.read("\(host.home)/ro ot/large"))
  }

  @Test func `of many that print each gets its turn`() throws {
    for ticket in 1...80 {
      try bench.launch(ticket, "until [ -e ../../go ]; do echo b; sleep 0.2; done")
    }
    func size(_ ticket: Int) -> Int {
      Files.status(bench.place.at("attempts/\(ticket)/log"))?.size ?? 0
    }
    try bench.turn { (1...80).allSatisfy { size($0) > 2 } }
    #expect(!bench.said.contains { $0.contains("exited") })
    try go("go")
    try bench.turn { bench.said.count { $0.hasSuffix(" exited 0") } == 80 }
  }
}
