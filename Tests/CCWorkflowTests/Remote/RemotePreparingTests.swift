import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What comes before the first job on a host.
@Suite struct RemotePreparingTests {
  private let host: PretendedHost

  init() throws { host = try PretendedHost() }

  private func bench(
    in earlier: RemoteBench? = nil, up: String? = nil, probe: String? = nil
  ) throws -> RemoteBench {
    try RemoteBench(host.transport, root: "~/r", in: earlier?.place, up: up, probe: probe)
  }

  @Test func `what is called first may not hang, and is called again`() throws {
    let bench = try bench(up: "echo . >>calls; test $(wc -l <calls) -gt 1 || sleep 60")
    try bench.launch(1, "exit 3")
    try bench.turn(until: "1 exited 3")
    #expect(
      bench.said == [
        "up", "closed: 'up' has not ended within 0.3 s, and was ended", "up", "open", "1 started",
        "1 exited 3",
      ])
  }

  @Test func `nothing is called for a host before a job wants it`() throws {
    let bench = try bench(up: "touch called")
    #expect(bench.backend.nextTurn == nil)
    #expect(try bench.place.names() == [])
  }

  @Test func `a job that is cancelled meanwhile never starts`() throws {
    let bench = try bench(up: "until test -e go; do sleep 0.01; done")
    try bench.launch(1, "touch ../../ran")
    _ = try bench.backend.turn(at: WallClock.monotonic())
    bench.backend.terminate([1])
    try bench.turn(until: "1 left nothing")
    #expect(host.commands == 0)
    bench.backend.abandon()
  }

  @Test func `a successor does not call again what was called, unless it was interrupted`() throws {
    let first = try bench(up: "echo . >>calls; test $(wc -l <calls) -gt 1 || kill -9 $$")
    try first.launch(1, "true")
    try first.turn { first.said.contains { $0.hasPrefix("closed: 'up' ended with exit code 137") } }
    let second = try bench(in: first, up: "echo . >>calls")
    try second.launch(2, "true")
    try second.turn(until: "2 exited 0")
    let third = try bench(in: first, up: "echo . >>calls")
    try third.launch(3, "true")
    try third.turn(until: "3 exited 0")
    #expect(try first.place.text("calls") == ".\n.\n")
  }

  @Test func `a host says what it has by the first command, and that is kept`() throws {
    let bench = try bench(probe: "echo 'GPU 0: Tesla V100-SXM2-32GB (UUID: GPU-1)'")
    bench.backend.survey()
    try bench.launch(1, "true")
    try bench.turn(until: "1 exited 0")
    #expect(bench.said.first == "has GPUs v100:1")
    let kept = SurveyRecord(bench.backend.host.records).read()
    #expect(kept?.devices.map(\.id) == ["GPU-1"])
  }

  @Test func `a host that cannot be reached is asked when it is back`() throws {
    let bench = try bench(probe: "true")
    try host.tell("down")
    bench.backend.survey()
    try bench.turn { !bench.said.isEmpty }
    try host.forget("down")
    try bench.turn(until: "has GPUs ")
    #expect(
      bench.said == [
        "closed: ssh: connect to host far port 22: Connection refused", "open", "has GPUs ",
      ])
  }
}
