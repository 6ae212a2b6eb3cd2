import EECore
import HostIO
import TestSupport
import Testing

/// What `status` says of hosts that keep jobs from starting, by what their runner has recorded.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct HostObstacleTests {
  private func study(_ hosts: SSHHosts, _ file: String, _ nodes: String) throws -> CommandTest {
    try CommandTest().reaching(hosts).file("hosts.yaml", "hosts:\n\(file)\n")
      .file("workflow.yaml", "name: kept\nworkflow:\n  nodes:\n\(nodes)\n")
  }

  private func status(_ test: CommandTest) -> String {
    (try? test.run("cms-cc", "status", "workflow.yaml").output) ?? ""
  }

  private func json(_ test: CommandTest) throws -> JSONValue {
    let run = try test.run("cms-cc", "status", "workflow.yaml", "--json")
    let value = try JSONParser.parse(run.output)
    guard case .array(let runs)? = value["runs"], let first = runs.first else {
      throw CancellationError()
    }
    return first
  }

  private func cause(of node: String, _ run: JSONValue) -> JSONValue? {
    guard case .array(let nodes)? = run["nodes"] else { return nil }
    return nodes.first { $0["name"] == .string(node) }?["cause"]
  }

  private func told(_ run: JSONValue) -> [[JSONValue?]] {
    guard case .array(let hosts)? = run["hosts"] else { return [] }
    return hosts.map { [$0["name"], $0["state"], $0["reason"]] }
  }

  @Test func `why a host cannot be reached, and what waits for it, is said without asking it`()
    throws
  {
    let hosts = try SSHHosts("h1")
    let test = try study(
      hosts, "  h1: {kind: ssh, interval: 300ms}",
      """
          a: {exec: "until test -e ../go; do sleep 0.05; done", host: h1}
          here: {exec: "until test -e go; do sleep 0.05; done"}
          b: {exec: "echo b", host: h1, needs: [here]}
          c: {exec: "echo c", hosts: [h1, localhost], needs: [here]}

      """)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(try test.comesTrue { status(test).contains("a     running") })
    #expect(told(try json(test)) == [])
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.drop, to: "h1")
    #expect(try test.comesTrue { status(test).contains("'h1' cannot be reached") })
    try test.place.write("go", "")
    let waits = "\n  b     waiting  'h1' cannot be reached\n"
    #expect(try test.comesTrue { status(test).contains(waits) }, "\(status(test))")
    #expect(try test.comesTrue { status(test).contains("\n  c     done") })
    let connections = try hosts.connections(to: "h1")
    let text = status(test)
    let line = text.split(separator: "\n").first { $0.hasPrefix("  'h1'") } ?? ""
    #expect(line.hasPrefix("  'h1' cannot be reached, and is tried again (for "), "\(text)")
    #expect(line.contains(" s): "), "\(text)")
    let run = try json(test)
    #expect(told(run).map { $0[0] } == [.string("h1")])
    #expect(told(run).map { $0[1] } == [.string("unreachable")])
    #expect(cause(of: "b", run) == .string("'h1' cannot be reached"))
    #expect(try hosts.connections(to: "h1") == connections)
    try hosts.apply(.accept, to: "h1")
    #expect(try test.comesTrue { !(status(test).contains("cannot be reached")) })
    _ = try hosts.enter("h1", "sh", "-c", "touch ~/experiment/kept/go")
    #expect(runner.wait() == 0)
    #expect(told(try json(test)) == [])
  }

  @Test func `a host that gets no more jobs is named, and a run that has no runner names none`()
    throws
  {
    let test = try study(
      SSHHosts("h1"), "  h1: {kind: ssh}",
      """
          bad: {foreach: {n: [1, 2, 3]}, exec: "kill -9 0", host: h1}
          here: {exec: "until test -e go; do sleep 0.05; done"}

      """)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    let reason = "nothing starts any more after 3 failures in a row"
    #expect(try test.comesTrue { status(test).contains("'h1' gets no more jobs (for ") })
    #expect(status(test).contains(" s): \(reason)\n"))
    #expect(
      told(try json(test)) == [[.string("h1"), .string("drained"), .string(reason)]])
    runner.send(9)
    _ = runner.wait()
    #expect(!(status(test).contains("'h1'")))
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "resume", "--quiet", "workflow.yaml").code == 1)
  }

  @Test func `a pause is said`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      "workflow: {nodes: {a: {exec: 'until test -e go; do sleep 0.05; done'}, b: {needs: [a], exec: 'true'}}}\n"
    )
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(try test.comesTrue { status(test).contains("  a  running") })
    #expect(try json(test)["paused"] == .bool(false))
    #expect(try test.run("cms-cc", "pause", "workflow.yaml").code == 0)
    let line = "  paused: nothing more starts; cms-cc unpause goes on\n"
    #expect(try test.comesTrue { status(test).contains(line) })
    #expect(try json(test)["paused"] == .bool(true))
    #expect(try test.run("cms-cc", "unpause", "workflow.yaml").code == 0)
    #expect(try test.comesTrue { !(status(test).contains(line)) })
    try test.place.write("go", "")
    #expect(runner.wait() == 0)
  }

  @Test
  func `devices that somebody takes while a run goes on are given to no job until they are free`()
    throws
  {
    let hosts = try SSHHosts("h1", "--gpus", "a100:2")
    let test = try study(
      hosts, "  h1: {kind: ssh, interval: 300ms}",
      """
          first: {exec: "echo $CUDA_VISIBLE_DEVICES; until test -e ../go; do sleep 0.05; done", host: h1, gpus: 1}
          one: {exec: "echo $CUDA_VISIBLE_DEVICES", host: h1, gpus: 1, needs: [first]}
          two: {exec: "echo $CUDA_VISIBLE_DEVICES", host: h1, gpus: 2, needs: [first]}
          three: {exec: "echo $CUDA_VISIBLE_DEVICES", hosts: [h1], gpus: 2, needs: [first]}

      """)
    let users = hosts.at("h1", "machine/users")
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(try test.comesTrue { status(test).contains("first  running") })
    try Files.replace(users, Array("GPU-h1-0, 1\n".utf8))
    _ = try hosts.enter("h1", "sh", "-c", "touch ~/experiment/kept/go")
    #expect(try test.comesTrue { status(test).contains("one    done") })
    let line = "): 1 of 2 GPUs is used by somebody else\n"
    #expect(
      try test.comesTrue { status(test).contains(line) }, "\(status(test))")
    #expect(
      try test.comesTrue {
        status(test).contains(
          "two    waiting  GPUs of 'h1' are used by somebody else\n")
      }, "\(status(test))")
    #expect(
      told(try json(test)) == [
        [.string("h1"), .string("busy"), .string("1 of 2 GPUs is used by somebody else")]
      ])
    try Files.replace(users, [])
    #expect(runner.wait() == 0, "\(runner.printed)")
    func log(_ node: String) throws -> String {
      try test.run("cms-cc", "logs", "workflow.yaml", node).output
    }
    #expect(try log("first") == "GPU-h1-0\n")
    #expect(try log("one") == "GPU-h1-1\n")
    #expect(try log("two") == "GPU-h1-0,GPU-h1-1\n")
    #expect(try log("three") == "GPU-h1-0,GPU-h1-1\n")
  }

  @Test func `devices that the hosts file states are looked at by their numbers`() throws {
    let hosts = try SSHHosts("h1", "--gpus", "a100:2")
    try Files.replace(hosts.at("h1", "machine/users"), Array("GPU-h1-0, 1\n".utf8))
    let test = try study(
      hosts, "  h1: {kind: ssh, interval: 300ms, gpus: [{type: a100, count: 2}]}",
      """
          one: {exec: "echo $CUDA_VISIBLE_DEVICES $CUDA_DEVICE_ORDER", host: h1, gpus: 1}

      """)
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    #expect(
      try test.run("cms-cc", "logs", "workflow.yaml", "one").output == "1 PCI_BUS_ID\n")
  }
}
