import TestSupport
import Testing

/// What the kind of a host in the hosts file means for jobs that name it.
@Suite struct HostKindTests {
  private func study(_ host: String, kind: String) throws -> CommandTest {
    try CommandTest().file("hosts.yaml", "hosts: {\(host): {kind: \(kind)}}\n")
      .file("workflow.yaml", "workflow: {nodes: {a: {exec: echo ran > ran.txt, host: \(host)}}}\n")
  }

  @Test func `a batch system is not mistaken for a host that runs jobs by itself`() throws {
    let test = try study("rivanna", kind: "lsf")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 4)
    #expect(
      run.errors == """
        error: host 'rivanna' is of kind 'lsf' in the hosts file, and jobs of this one cannot be sent \
        there: that needs kind 'ssh' or 'slurm'; nothing was started

        """)
    let status = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.errors.contains("holds no run of workflow 'workflow' [EE302]"))
  }

  @Test func `a host of kind local is this machine, whatever it is called`() throws {
    let test = try study("laptop", kind: "local")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try test.place.text("ran.txt") == "ran\n")
  }
}
