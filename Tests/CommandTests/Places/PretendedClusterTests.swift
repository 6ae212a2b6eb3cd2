import TestSupport
import Testing

/// That the Slurm which other tests use is what it should be.
@Suite(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
struct PretendedClusterTests {
  @Test func `nodes, partitions and types of GPUs are those of the script`() throws {
    let test = try CommandTest().submitting(to: SlurmCluster.shared())
    let run = try test.run("sinfo", "-h", "-o", "%R %D %G")
    #expect(
      run.output == """
        cpu 2 (null)
        gpu 1 gpu:v100:2,gpu:a100:2
        gpu 1 gpu:a100:4
        spare 2 (null)
        spare 1 gpu:v100:2,gpu:a100:2
        spare 1 gpu:a100:4

        """, "\(run.errors)")
  }

  @Test func `a job gets the GPU that it asks for, and ends`() throws {
    let test = try CommandTest().submitting(to: SlurmCluster.shared())
    let run = try test.run(
      "sbatch", "--parsable", "-p", "gpu", "--gpus=v100:1", "-o", "log",
      "--wrap", "echo $SLURMD_NODENAME $CUDA_VISIBLE_DEVICES; exit 7")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try stands(run.output, in: test, as: "FAILED 7:0"))
    #expect(["gn1 0\n", "gn1 1\n"].contains(try test.place.text("log")))
  }

  @Test func `accounting is off or on`() throws {
    let without = try CommandTest().submitting(to: SlurmCluster.shared()).run("sacct")
    #expect(without.errors == "Slurm accounting storage is disabled\n")
    let test = try CommandTest().submitting(to: SlurmCluster.shared(accounting: true))
    let job = try test.run(
      "sbatch", "--parsable", "-o", "/dev/null", "--comment", "token", "--wrap", "exit 3")
    let id = job.output.dropLast()
    #expect(
      try test.comesTrue {
        try test.run("sacct", "-X", "-n", "-P", "-j", "\(id)", "-o", "State,ExitCode,Comment")
          .output == "FAILED|3:0|token\n"
      })
  }

  @Test func `a controller that is not there comes back with its jobs`() throws {
    let cluster = try SlurmCluster("--set", "MessageTimeout=1")
    let test = try CommandTest().submitting(to: cluster)
    let job = try test.run("sbatch", "--parsable", "-o", "/dev/null", "--wrap", "sleep 60")
    #expect(try stands(job.output, in: test, as: "RUNNING"))
    try cluster.apply(.kill, to: "slurmctld")
    let lost = try test.run("squeue")
    #expect(lost.code == 1)
    #expect(lost.errors.contains("Unable to contact slurm controller"), "\(lost.errors)")
    try cluster.apply(.start, to: "slurmctld")
    #expect(try stands(job.output, in: test, as: "RUNNING"))
    _ = try test.run("scancel", String(job.output.dropLast()))
    #expect(try stands(job.output, in: test, as: "CANCELLED"))
  }

  @Test func `jobs are preempted, requeued, and lose their node`() throws {
    let test = try CommandTest().submitting(to: SlurmCluster())
    let whole = ["--parsable", "--exclusive", "-w", "cn1", "-o", "/dev/null"]
    let spare = try test.run(["sbatch", "-p", "spare"] + whole + ["--wrap", "sleep 60"]).output
    #expect(try stands(spare, in: test, as: "RUNNING"))
    let first = try test.run(["sbatch", "--no-requeue"] + whole + ["--wrap", "sleep 60"]).output
    #expect(try stands(spare, in: test, as: "PENDING"))
    #expect(try stands(first, in: test, as: "RUNNING"))
    _ = try test.run("scontrol", "update", "NodeName=cn1", "State=DOWN", "Reason=test")
    #expect(try stands(first, in: test, as: "NODE_FAIL"))
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a cluster on a host goes on while the host is cut off`() throws {
    let hosts = try SSHHosts("login", "--slurm")
    let cluster = try SlurmCluster(on: "login", of: hosts)
    let test = try CommandTest().reaching(hosts).keeping(cluster)
    let ssh = ["ssh", "-n", "-o", "ConnectTimeout=1", "login"]
    let command = "until test -e go; do sleep 0.05; done; hostname >done"
    let job = try test.run(ssh + ["sbatch --parsable --wrap '\(command)'"])
    #expect(job.output == "1\n", "\(job.errors)")
    try hosts.apply(.cut, to: "login")
    #expect(try test.run(ssh + ["true"]).code == 255)
    _ = try hosts.enter("login", "touch", "go")
    #expect(try test.comesTrue { try hosts.enter("login", "ls").contains("done\n") })
    try hosts.apply(.restore, to: "login")
    #expect(try test.comesTrue { try test.run(ssh + ["cat done"]).output == "login\n" })
  }

  /// Waits until `scontrol` shows a job in a state, and with an exit code if one is named.
  private func stands(_ id: String, in test: CommandTest, as state: String) throws -> Bool {
    try test.comesTrue {
      let shown = try test.run("scontrol", "-o", "show", "job", String(id.dropLast())).output
      let fields = shown.split(separator: " ").filter {
        $0.hasPrefix("JobState=") || $0.hasPrefix("ExitCode=")
      }
      return fields.map { $0.drop { $0 != "=" }.dropFirst() }.joined(separator: " ").hasPrefix(
        state)
    }
  }
}
