import Glibc
import HostIO
import TestSupport
import Testing

/// What can happen to jobs in a real Slurm.
@Suite(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
struct SlurmFaultTests {
  private let held = SlurmStudy.held

  @Test func `a job that somebody else cancels is cancelled, with what Slurm says`() throws {
    let study = try SlurmStudy(
      "    a: {exec: '\(held)', host: cluster}", on: SlurmCluster.shared())
    let runner = try study.start()
    try study.expectRan(1)
    for job in try study.jobs() { _ = try study.test.run("scancel", job) }
    #expect(runner.wait() == 1)
    let status = try study.status()
    #expect(status.contains("Slurm says CANCELLED"), "\(status)")
    #expect(try study.results().hasPrefix("a|1|cancelled|"))
  }

  @Test func `a job whose node fails is tried again on another one`() throws {
    let study = try SlurmStudy(
      """
          a:
            exec: 'echo $SLURMD_NODENAME >> ran; until test -e go; do sleep 0.05; done'
            host: cluster
            retries: {max: 1, on: [node_fail]}
      """, on: SlurmCluster("--set", "JobRequeue=0"))
    let runner = try study.start()
    try study.expectRan(1)
    #expect(
      try study.test.comesTrue { try study.status().contains("  a  running") },
      "\(study.shown)")
    let node = try #require(study.ran.first)
    _ = try study.test.run("scontrol", "update", "NodeName=\(node)", "State=DOWN", "Reason=test")
    try study.expectRan(2)
    try study.go()
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(Set(study.ran).count == 2)
    let results = try study.results()
    #expect(results.contains("Slurm says NODE_FAIL, on \(node)\na|2|done|0|\n"), "\(results)")
  }

  @Test func `a job that is preempted is started again by Slurm, and done once`() throws {
    let study = try SlurmStudy(
      "    a: {script: a.sh, host: cluster}", on: SlurmCluster())
    try study.test.place.write(
      "a.sh",
      "#!/bin/sh\n#SBATCH -p spare -w cn1\n#SBATCH --exclusive\necho ran >>ran\n"
        + "until test -e go; do sleep 0.05; done\n", mode: 0o755)
    let runner = try study.start()
    try study.expectRan(1)
    let other = try study.test.run(
      "sbatch", "--parsable", "-p", "cpu", "-w", "cn1", "--exclusive", "-o", "/dev/null", "--wrap",
      "until test -e \(study.test.place.at("free")); do sleep 0.05; done")
    #expect(
      try study.test.comesTrue { try study.jobs("%T") == ["PENDING"] }, "\(other.errors)")
    #expect(
      try study.test.comesTrue { try study.status().contains("to be started again") },
      "\(study.shown)")
    try study.test.place.write("free", "")
    for job in try study.jobs() {
      _ = try study.test.run("scontrol", "update", "JobId=\(job)", "StartTime=now")
    }
    try study.expectRan(2)
    try study.go()
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(try study.results() == "a|1|done|0|\n")
  }

  @Test func `a run survives that the controller dies, and that the whole cluster is restarted`()
    throws
  {
    let cluster = try SlurmCluster("--set", "MessageTimeout=1")
    let study = try SlurmStudy(
      """
          a: {exec: '\(held)', host: cluster}
          b: {exec: 'echo b >> ran', host: cluster, needs: [a]}
      """, on: cluster)
    let runner = try study.start()
    try study.expectRan(1)
    try cluster.apply(.kill, to: "slurmctld")
    try study.go()
    #expect(
      try study.test.comesTrue {
        try study.test.run("sqlite3", "workflow.db", "SELECT detail FROM events").output
          .contains("'cluster': slurm_load_jobs error: Unable to contact slurm controller")
      }, "\(study.shown)")
    for node in ["cn1", "cn2"] { try cluster.apply(.kill, to: node) }
    try cluster.apply(.start, to: "slurmctld")
    for node in ["cn1", "cn2"] { try cluster.apply(.start, to: node) }
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(study.ran == ["ran", "b"])
    #expect(try study.results() == "a|1|done|0|\nb|1|done|0|\n")
  }

  @Test(arguments: [false, true])
  func `what Slurm has forgotten while no runner was there is known by its records`(
    accounting: Bool
  ) throws {
    let cluster =
      try accounting
      ? SlurmCluster("--accounting", "--set", "MinJobAge=2") : SlurmCluster("--set", "MinJobAge=2")
    let study = try SlurmStudy(
      """
          good: {exec: '\(held)', host: cluster}
          bad: {exec: '\(held); exit 7', host: cluster}
          gone: {exec: '\(held); kill -9 $PPID', host: cluster}
      """, on: cluster)
    let runner = try study.start()
    try study.expectRan(3)
    runner.send(SIGKILL)
    _ = runner.wait()
    try study.go()
    #expect(try study.test.comesTrue { try study.jobs() == [] })
    #expect(try study.resume().code == 1)
    let results = try study.results()
    let gone =
      accounting
      ? "failed||Slurm says FAILED" : "lost||it is gone and left no exit record\n"
    #expect(results.hasPrefix("bad|1|failed|7|exit 7\ngone|1|\(gone)"), "\(results)")
    #expect(results.hasSuffix("\ngood|1|done|0|\n"), "\(results)")
    #expect(study.ran.count == 3)
  }

  @Test func `a submission that times out after it got through is found, and happens once`() throws
  {
    let study = try SlurmStudy(
      "    a: {foreach: {n: [1, 2, 3]}, exec: 'echo $CMS_PARAM_n >> ran', host: cluster}",
      on: SlurmCluster.shared())
    try study.test.place.write(
      "bin/sbatch",
      """
      #!/bin/sh
      echo "$*" >>"${0%/*}/calls"
      /usr/bin/sbatch "$@" >/dev/null
      echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2
      exit 1

      """, mode: 0o755)
    let path = "\(study.test.place.at("bin")):/usr/local/bin:/usr/bin:/bin"
    let run = try SlurmStudy(study.test.variable("PATH", path)).start()
    #expect(run.wait() == 0, "\(run.printed)")
    #expect(study.ran.sorted() == ["1", "2", "3"])
    #expect(try study.test.place.text("bin/calls").split(separator: "\n").count == 1)
  }

  @Test func `parameters of every kind arrive unchanged at a job of Slurm`() throws {
    let study = try SlurmStudy(
      #"""
          a:
            foreach: {value: ["a b", "it's", "\"", "$(touch x)", "`x`", "a\nb", "*", "ü 漢 🙂", "%a"]}
            exec: 'printf "%s\0" "$CMS_PARAM_value" > "out-$SLURM_ARRAY_TASK_ID"'
            host: cluster
      """#, on: SlurmCluster.shared())
    let run = try study.test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let values = try (0..<9).map { try study.test.place.text("out-\($0)") }
    #expect(
      Set(values)
        == Set(
          ["a b", "it's", "\"", "$(touch x)", "`x`", "a\nb", "*", "ü 漢 🙂", "%a"].map {
            "\($0)\0"
          }))
    #expect(!study.test.place.exists("x"))
  }

  @Test(arguments: ["afterIntent:1", "afterIntent:3", "beforeCollect:1", "beforeCollect:3"])
  func `a runner killed anywhere is resumed, and each job has run once`(place: String) throws {
    let study = try SlurmStudy(
      """
          a: {foreach: {n: [1, 2, 3]}, exec: 'echo $CMS_PARAM_n >> ran', host: cluster}
          b: {exec: 'echo b >> ran', host: cluster, needs: [a]}
      """, on: SlurmCluster.shared())
    let killed = try SlurmStudy(study.test.variable("CMS_FAILPOINT", place)).start()
    #expect(killed.wait() == 128 + SIGKILL, "the failpoint was reached: \(killed.printed)")
    let resumed = try study.resume()
    #expect(resumed.code == 0, "\(resumed.errors)\(study.shown)")
    #expect(study.ran.sorted() == ["1", "2", "3", "b"])
  }

  @Test func `a second runner does not get in the way of the first`() throws {
    let study = try SlurmStudy(
      "    a: {exec: '\(held)', host: cluster}", on: SlurmCluster.shared())
    let runner = try study.start()
    try study.expectRan(1)
    let second = try study.test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(second.code == 4, "\(second.errors)")
    try study.go()
    #expect(runner.wait() == 0)
    #expect(study.ran == ["ran"])
  }

  @Test func `a partition that is not there is told, and nothing runs`() throws {
    let study = try SlurmStudy(
      "    a: {exec: '\(held)', host: cluster}", on: SlurmCluster.shared())
    try study.test.place.write(
      "hosts.yaml", SlurmStudy.hosts.replacing("partition: cpu", with: "partition: nix"))
    #expect(try study.test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 1)
    let status = try study.status()
    #expect(
      status.contains(
        "sbatch: invalid partition specified: nix; "
          + "Batch job submission failed: Invalid partition name specified"), "\(status)")
    #expect(study.ran == [])
  }
}
