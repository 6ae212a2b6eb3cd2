import EECore
import HostIO
import TestSupport
import Testing

/// Asking real clusters what they have: here, and behind a login node that only ssh reaches.
@Suite struct SlurmProbeTests {
  @Test(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
  func `a batch system says which partitions it has`() throws {
    let test = try CommandTest().submitting(to: SlurmCluster.shared())
      .file("hosts.yaml", "hosts: {queue: {kind: slurm}}\n")
    let run = try test.run("cms-cc", "hosts", "probe")
    #expect(run.code == 0, "\(run.output)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines.contains {
        $0.hasPrefix("  batch      slurm-wlm ") && $0.hasSuffix(", arrays of up to 5000 tasks")
      })
    #expect(
      lines.contains("  partition  cpu (default): 2 nodes, 8 cpus, 3.9 GiB, at most 1-00:00:00"),
      "\(run.output)")
    #expect(
      lines.contains(
        "  partition  gpu: 2 nodes, 8 cpus, 3.9 GiB, at most 1-00:00:00, GPUs a100:6, v100:2"),
      "\(run.output)")
    #expect(
      lines.contains {
        $0.hasPrefix("  note       no accounts of ended jobs: Slurm accounting storage is disabled")
      }, "\(run.output)")
    let added = try test.run("cms-cc", "hosts", "add", "here", "--kind", "slurm", "--quiet")
    #expect(added.code == 0, "\(added.errors)")
    let text = try test.place.text("hosts.yaml")
    #expect(text.contains("directives: {a100: {partition: gpu, gres: "), "\(text)")
  }

  @Test(
    .enabled(
      if: SSHHosts.haveWalls && SlurmCluster.isInstalled, "hosts have no walls here, or no Slurm"))
  func `a batch system behind a login node says what it has, and is added with it`() throws {
    let hosts = try SSHHosts("login", "--slurm")
    let cluster = try SlurmCluster(on: "login", of: hosts)
    let test = try CommandTest().reaching(hosts).keeping(cluster)
    let added = try test.run("cms-cc", "hosts", "add", "site", "--kind", "slurm", "--ssh", "login")
    #expect(added.code == 0, "\(added.errors)")
    #expect(
      try test.place.text("hosts.yaml") == """
        hosts:
          site:
            kind: slurm
            ssh: login
            directives: {a100: {partition: gpu, gres: 'gpu:a100:1'}, v100: {partition: gpu, gres: 'gpu:v100:1'}}

        """)
    let run = try test.run("cms-cc", "hosts", "probe")
    #expect(run.code == 0, "\(run.output)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("site: reached by ssh login in "))
    #expect(lines[0].hasSuffix(", calls itself login"))
    for line in [
      "  partition  cpu (default): 2 nodes, 8 cpus, 3.9 GiB, at most 1-00:00:00",
      "  partition  gpu: 2 nodes, 8 cpus, 3.9 GiB, at most 1-00:00:00, GPUs a100:6, v100:2",
    ] {
      #expect(lines.contains(line), "\(run.output)")
    }
    let json = try JSONParser.parse(test.run("cms-cc", "hosts", "probe", "--json").output)
    guard case .array(let told)? = json["hosts"] else { throw CancellationError() }
    #expect(told.first?["slurm"]?["array_size"] == .int(5001))
    // A daemon that answers nothing is a problem, and said to be one.
    try cluster.apply(.kill, to: "slurmctld")
    let dead = try test.run("cms-cc", "hosts", "probe")
    #expect(dead.code == 4)
    #expect(dead.output.contains("  problem    sinfo "), "\(dead.output)")
  }
}
