import TestSupport
import Testing

/// A Slurm whose login node only ssh reaches.
@Suite(
  .enabled(
    if: SSHHosts.haveWalls && SlurmCluster.isInstalled, "hosts have no walls here, or no Slurm"))
struct RemoteSlurmTests {
  @Test func `jobs go there, outlive a cut of the network, and what they left comes back`() throws {
    let hosts = try SSHHosts("login", "--slurm")
    let cluster = try SlurmCluster(on: "login", of: hosts)
    let test = try CommandTest().reaching(hosts).keeping(cluster)
      .file(
        "hosts.yaml",
        """
        hosts:
          site: {kind: slurm, ssh: login, directory: "~/my study", interval: 300ms, latency: 3s}

        """
      )
      .file("data.txt", "input\n")
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            train:
              foreach: {lr: ["it's", "a b", "$(x)"]}
              exec: 'printf "%s\\n" "$CMS_PARAM_lr"; until [ -e ../../../go ]; do sleep 0.1; done; cat data.txt > out.txt; hostname >> out.txt'
              host: site
              inputs: [data.txt]
              outputs: ["out.txt"]
            end: {exec: "echo end", needs: [train]}

        """)
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("3 running")
      })
    try hosts.apply(.cut, to: "login")
    _ = try hosts.enter("login", "touch", "my study/go")
    #expect(
      try test.comesTrue { try hosts.enter("login", "squeue", "-h", "-t", "R").isEmpty })
    try hosts.apply(.restore, to: "login")
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(try test.place.text("out.txt") == "input\nlogin\n")
    let logs = try test.run("sh", "-c", "cat train-*.log | sort").output
    #expect(logs == "$(x)\na b\nit's\n")
  }
}
