import TestSupport
import Testing

/// Experiments whose scripts depend on the host that runs them.
@Suite(
  .enabled(
    if: SlurmCluster.isInstalled && SSHHosts.areInstalled, "there is no Slurm, or no OpenSSH server"
  ))
struct HostBoundTests {
  private static let hosts = """
    hosts:
      localhost: {kind: local, variables: {data: /here}}
      far: {kind: ssh, ssh: h1, variables: {data: /far}}
      cluster:
        kind: slurm
        interval: 300ms
        latency: 3s
        variables: {data: /cluster}
        directives:
          a100: {partition: gpu, gres: "gpu:a100:1"}
          v100: {partition: gpu, gres: "gpu:v100:1"}

    """

  private static let sweep = """
    name: bound
    dir: experiments
    experiments: {gpu: [a100, v100]}
    templates: [job.in.sh]

    """

  private static let template = """
    #!/bin/sh
    {slurm.sbatch}
    echo "{gpu} {host.name} {host.data} $SLURM_JOB_PARTITION ${SLURM_JOB_GPUS:+gpu}" > said.txt

    """

  private func study() throws -> CommandTest {
    try CommandTest().reaching(SSHHosts.shared()).submitting(to: SlurmCluster.shared())
      .file("hosts.yaml", Self.hosts).file("sweep.yaml", Self.sweep)
      .file("job.in.sh", Self.template)
  }

  private func said(_ test: CommandTest) throws -> String {
    try test.run("sh", "-c", "cat experiments/*/said.txt").output
  }

  @Test func `a sweep is submitted to the host that an option names`() throws {
    let test = try study()
    let run = try test.run("cms-ee", "submit", "sweep.yaml", "--host", "cluster", "--quiet")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try said(test) == "a100 cluster /cluster gpu gpu\nv100 cluster /cluster gpu gpu\n")
    let list = try test.run("cms-ee", "list", ".", "--summary")
    #expect(list.output == "total: 2, done: 2\n")
  }

  @Test func `a node with one host has its scripts bound to it`() throws {
    let test = try study().file(
      "workflow.yaml",
      "workflow: {nodes: {train: {experiments: sweep.yaml, host: cluster}}}\n")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try said(test) == "a100 cluster /cluster gpu gpu\nv100 cluster /cluster gpu gpu\n")
  }

  @Test func `among several hosts each script is completed for the one that runs it`() throws {
    let test = try study().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          train: {experiments: sweep.yaml, hosts: [localhost, cluster, far], outputs: [said.txt], exclusive: true}

      """)
    let run = try test.run("cms-cc", "run", "--quiet", "--jobs", "1", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let texts = try said(test).split(separator: "\n")
    #expect(texts.count == 2)
    #expect(texts.contains("a100 localhost /here  "))
    #expect(texts.contains("v100 cluster /cluster gpu gpu"), "\(texts)")
    let plan = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(plan.output.hasSuffix("2 the same\n"), "\(plan.output)")
  }

  @Test func `an edit of a script that waits is part of what runs`() throws {
    let test = try study().file(
      "workflow.yaml",
      "name: bound\nworkflow: {nodes: {train: {experiments: sweep.yaml, hosts: [localhost, cluster]}}}\n"
    )
    #expect(try test.run("cms-ee", "generate", "sweep.yaml", "--quiet").code == 0)
    try test.place.write(
      "experiments/gpu_a100/job.in.sh", "#!/bin/sh\necho edited {host.data} > said.txt\n")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try said(test).hasPrefix("edited /here\n"))
  }

  @Test func `a host that the hosts file does not describe is refused for such scripts`() throws {
    let test = try study().file(
      "workflow.yaml",
      "workflow:\n  nodes:\n    train: {experiments: sweep.yaml, hosts: [cluster, other]}\n")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 2)
    #expect(
      run.errors.hasPrefix(
        "workflow.yaml:3:26: error: the scripts of sweep 'sweep.yaml' wait for a host, and the hosts "
          + "file does not describe 'other' [EE115]\n"), "\(run.errors)")
  }

  @Test func `a completed script follows its template, and is not written over once it was edited`()
    throws
  {
    let test = try study().file(
      "workflow.yaml",
      "workflow: {nodes: {train: {experiments: sweep.yaml, hosts: [localhost, cluster]}}}\n")
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    try test.place.write("job.in.sh", "#!/bin/sh\necho new {host.data} > said.txt\n")
    let again = try test.run("cms-cc", "run", "--quiet", "--rerun", "stale", "workflow.yaml")
    #expect(again.code == 0, "\(again.errors)")
    #expect(try said(test).hasPrefix("new /here\n"))
    try test.place.write("experiments/gpu_a100/job.sh", "echo mine > said.txt\n")
    let run = try test.run("cms-cc", "run", "--quiet", "--new", "workflow.yaml")
    #expect(run.code == 1, "\(run.errors)")
    #expect(try test.place.text("experiments/gpu_a100/job.sh") == "echo mine > said.txt\n")
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("job.sh' is not what 'job.in.sh' becomes on a host"), "\(status)")
  }
}
