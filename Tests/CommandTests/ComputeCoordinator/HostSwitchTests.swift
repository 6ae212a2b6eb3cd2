import HostIO
import TestSupport
import Testing

/// `up` and `down` of a host: what is called here so that it can be reached.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct HostSwitchTests {
  private static let common = Result { try SSHHosts("h1") }

  private func study(
    _ workflow: String, up: String = "echo up >>calls; echo said",
    down: String = "echo down >>calls", more: String = ""
  ) throws -> CommandTest {
    try CommandTest().reaching(Self.common.get())
      .file("hosts.yaml", "hosts:\n  h1: {kind: ssh, up: '\(up)', down: '\(down)'\(more)}\n")
      .file("workflow.yaml", workflow)
  }

  private func calls(_ test: CommandTest) -> String { (try? test.place.text("calls")) ?? "" }

  @Test func `up is called once before the first job, and down once at the end`() throws {
    let test = try study(
      """
      name: switched
      workflow:
        nodes:
          a: {exec: "echo a", host: h1}
          b: {exec: "echo b", host: h1, needs: [a]}
          c: {exec: "cat calls", needs: [b]}

      """)
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "c").output == "up\n")
    #expect(calls(test) == "up\ndown\n")
    #expect(try test.run("sh", "-c", "cat .cms/*/.hosts/h1/up.log").output == "said\n")
    #expect(
      try test.run("cms-cc", "run", "workflow.yaml").output.contains("nothing was left to run"))
    #expect(calls(test) == "up\ndown\n")
  }

  @Test func `a host that no job goes to is left as it is`() throws {
    let test = try study("workflow: {nodes: {a: {exec: 'true', hosts: [localhost, h1]}}}\n")
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    #expect(calls(test) == "")
  }

  @Test func `while up fails its reason is shown, nothing goes there, and it is tried again`()
    throws
  {
    let test = try study(
      "workflow: {nodes: {a: {exec: echo there, host: h1}, b: {exec: echo here}}}\n",
      up: "test -e ready || { echo no route; exit 3; }")
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    let reason = "'h1' cannot be reached: 'up' ended with exit code 3: no route"
    #expect(try test.comesTrue { runner.printed.contains(reason) }, "\(runner.printed)")
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.contains("  b  done"))
    try test.place.write("ready", "")
    #expect(runner.wait() == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "a").output == "there\n")
  }

  @Test func `what a killed runner switched on is switched off by the next one`() throws {
    let test = try study(
      """
      name: killed
      workflow:
        nodes:
          a: {exec: "until test -e ../go; do sleep 0.05; done", host: h1}
          b: {exec: "echo b", host: h1, needs: [a]}

      """)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
      })
    runner.send(9)
    _ = runner.wait()
    #expect(calls(test) == "up\n")
    _ = try Self.common.get().enter("h1", "sh", "-c", "touch ~/experiment/killed/go")
    #expect(try test.run("cms-cc", "resume", "--quiet", "workflow.yaml").code == 0)
    #expect(calls(test) == "up\ndown\n")
  }

  @Test func `a run that is cancelled switches off what it switched on`() throws {
    let test = try study(
      "name: ended\nworkflow: {nodes: {a: {exec: sleep 60, host: h1}}}\n",
      up: "echo up >>calls; sleep 0.2")
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
      })
    #expect(try test.run("cms-cc", "cancel", "workflow.yaml").code == 0)
    #expect(runner.wait() == 1)
    #expect(calls(test) == "up\ndown\n")
  }

  @Test func `while up and down run, what they are and how they ended is said`() throws {
    let test = try study(
      "name: told\nworkflow: {nodes: {a: {exec: echo a, host: h1}}}\n",
      up: "until test -e on; do sleep 0.05; done", down: "until test -e off; do sleep 0.05; done")
    func status() -> String {
      (try? test.run("cms-cc", "status", "workflow.yaml").output) ?? ""
    }
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    let up = "host 'h1': 'up' is called: until test -e on; do sleep 0.05; done\n"
    #expect(try test.comesTrue { runner.printed.contains(up) }, "\(runner.printed)")
    #expect(try test.comesTrue { status().contains("  'h1' is being switched on (for ") })
    try test.place.write("on", "")
    #expect(
      try test.comesTrue { runner.printed.contains("host 'h1': 'up' has ended well after ") })
    let down = "host 'h1': 'down' is called: until test -e off; do sleep 0.05; done\n"
    #expect(try test.comesTrue { runner.printed.contains(down) }, "\(runner.printed)")
    #expect(try test.comesTrue { status().contains("  'h1' is being switched off (for ") })
    try test.place.write("off", "")
    #expect(runner.wait() == 0)
    #expect(runner.printed.contains("host 'h1': 'down' has ended well after "), "\(runner.printed)")
    #expect(!(status().contains("switched")))
  }

  @Test func `down that does not end is ended after its time, and holds up nobody`() throws {
    let test = try study(
      "name: hung\nworkflow: {nodes: {a: {exec: echo a, host: h1}}}\n", up: "",
      down: "sleep 1000 & wait", more: ", down_time: 300ms")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0)
    #expect(
      run.errors == "warning: host 'h1': 'down' has not ended within 0.3 s, and was ended\n")
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.contains("  done\n  a  done"))
    #expect(try Processes.all(below: test.place.path) == [])
  }

  @Test func `up that does not end is ended after its time, and called again`() throws {
    let test = try study(
      "name: hanging\nworkflow: {nodes: {a: {exec: echo a, host: h1}}}\n",
      up: "test -e once && exit; touch once; sleep 1000", more: ", up_time: 300ms")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(
      run.errors.contains(
        "host 'h1': 'up' has not ended within 0.3 s, and was ended; it is called again\n"),
      "\(run.errors)")
  }

  @Test func `down that fails is a warning, and the results stand`() throws {
    let test = try study(
      "name: left\nworkflow: {nodes: {a: {exec: echo a, host: h1}}}\n",
      down: "echo still busy; exit 4")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0)
    #expect(run.errors == "warning: host 'h1': 'down' ended with exit code 4: still busy\n")
  }
}
