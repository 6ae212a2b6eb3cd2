import HostIO
import TestSupport
import Testing

/// Workflows whose jobs go to other hosts, over real ssh.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct RemoteRunTests {
  /// Those that others share keep homes in which nobody writes.
  private static let common = Result {
    try SSHHosts("h1", "--gpus", "a100:2", "h2", "--gpus", "v100:2")
  }

  private static let hosts = """
    hosts:
      h1: {kind: ssh, directory: "~/two words", cpus: 2, gpus: [{type: a100, count: 2}]}
      h2: {kind: ssh, cpus: 1, gpus: [{type: v100, count: 1}], prologue: "export SITE=two"}
    """

  private func study(_ workflow: String, _ hosts: SSHHosts) throws -> CommandTest {
    try CommandTest().reaching(hosts).file("hosts.yaml", Self.hosts)
      .file("workflow.yaml", workflow)
  }

  /// What a file below the directory of h1 holds; nothing where it is not there.
  private static func text(_ name: String, on hosts: SSHHosts) throws -> String {
    try hosts.enter("h1", "sh", "-c", "cat ~/two*/\(name) 2>/dev/null || true")
  }

  @Test func `members go to the hosts that have what they ask for, and bring back what they leave`()
    throws
  {
    let test = try study(
      """
      name: places
      workflow:
        nodes:
          fetch: {exec: "echo data > data.txt"}
          train:
            foreach: {gpu: [a100, v100], "text": ["a b", "it's $HOME"]}
            exec: 'echo "{gpu} $SITE $CMS_PARAM_text $(cat data.txt)" > "$(hostname)-$CMS_ATTEMPT.out"'
            hosts: [h1, h2]
            gpus: "{gpu}"
            inputs: [data.txt]
            outputs: ["*.out"]
          end: {exec: "cat *.out | sort"}
        dependencies:
          - fetch, train, end
      """, Self.common.get())
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(
      try test.run("cms-cc", "logs", "workflow.yaml", "end").output == """
        a100  a b data
        a100  it's $HOME data
        v100 two a b data
        v100 two it's $HOME data

        """)
    let again = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(again.output.contains("nothing was left to run"))
  }

  @Test func `a script is sent, and a failure there is a failure here`() throws {
    let test = try study(
      """
      name: failing
      workflow:
        nodes:
          a: {script: a.sh, host: h1}
          b: {exec: echo, host: h2}
        dependencies:
          - a, b
      """, Self.common.get()
    ).file("a.sh", "hostname\necho wrong >&2\nexit 7\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("failed  a  exit 7"))
    #expect(run.errors.contains("    | wrong"))
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.contains("b  skipped"))
  }

  @Test func `a network that is gone for a while loses nothing and starts nothing twice`() throws {
    let hosts = try SSHHosts("h1")
    let test = try study(
      """
      name: cut
      workflow:
        nodes:
          first: {exec: "echo once >> ../count; until test -e ../go; do sleep 0.05; done", host: h1}
          second: {exec: "echo twice >> ../count; cat ../count", host: h1}
        dependencies:
          - first, second
      """, hosts)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue { try Self.text("cut/count", on: hosts) == "once\n" })
    try hosts.apply(.drop, to: "h1")
    try hosts.apply(.refuse, to: "h1")
    _ = try hosts.enter("h1", "sh", "-c", "cd ~/two*/cut && touch go")
    try test.pause(milliseconds: 500)
    #expect(
      try test.run("cms-cc", "status", "workflow.yaml").output.contains("first   running"))
    try hosts.apply(.accept, to: "h1")
    #expect(runner.wait() == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "second").output == "once\ntwice\n")
  }

  @Test func `what a job on a host has printed is seen while it runs`() throws {
    let hosts = try SSHHosts("h1")
    let test = try study(
      """
      name: live
      workflow:
        nodes:
          a:
            exec: |
              echo '# cloudmesh progress=40'
              until test -e ../go1; do sleep 0.05; done
              echo '# cloudmesh progress=70'
              until test -e ../go2; do sleep 0.05; done
              echo end
            host: h1
      """, hosts)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    func log() throws -> String { try test.run("cms-cc", "logs", "workflow.yaml", "a").output }
    func status() throws -> String { try test.run("cms-cc", "status", "workflow.yaml").output }
    func go(_ name: String) throws {
      _ = try hosts.enter("h1", "sh", "-c", "cd ~/two*/live && touch \(name)")
    }
    #expect(try test.comesTrue { try status().contains("  a  running  40 %") })
    let first = "# cloudmesh progress=40\n"
    #expect(try log() == first)
    let follower = try test.start(
      ["cms-cc", "logs", "workflow.yaml", "a", "-f"], output: "followed.txt")
    // Else a new connection could be there before the server is gone.
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.drop, to: "h1")
    try go("go1")
    try test.pause(milliseconds: 500)
    #expect(try log() == first)
    try hosts.apply(.accept, to: "h1")
    #expect(try test.comesTrue { try status().contains("  a  running  70 %") })
    #expect(try log() == first + "# cloudmesh progress=70\n")
    try go("go2")
    #expect(runner.wait() == 0)
    #expect(follower.wait() == 0)
    #expect(try log() == first + "# cloudmesh progress=70\nend\n")
    #expect(try test.place.text("followed.txt") == log())
  }

  @Test func `what a killed runner left on a host is taken up by the next one`() throws {
    let hosts = try Self.common.get()
    let test = try study(
      """
      name: adopted
      workflow:
        nodes:
          a: {exec: "echo once >> ../seen; sleep 2; cat ../seen", host: h1}
          b: {exec: "cat ../seen", host: h1}
        dependencies:
          - a, b
      """, hosts)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue { try Self.text("adopted/seen", on: hosts) == "once\n" })
    runner.send(9)
    _ = runner.wait()
    let resumed = try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
    #expect(resumed.errors == "")
    #expect(resumed.code == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "b").output == "once\n")
  }

  @Test func `a host that cannot be reached leaves the rest of the study alone`() throws {
    let test = try study(
      """
      name: away
      workflow:
        nodes:
          here: {exec: "echo here"}
          there: {exec: "echo there", host: nowhere.invalid}
      """, Self.common.get())
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(
      try test.comesTrue { runner.printed.contains("; 'nowhere.invalid' cannot be reached: ssh: ") }
    )
    #expect(try test.run("cms-cc", "cancel", "workflow.yaml", "there").code == 0)
    #expect(runner.wait() == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("here   done"))
    #expect(status.contains("there  cancelled"))
  }
}
