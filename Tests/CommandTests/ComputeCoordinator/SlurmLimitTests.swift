import HostIO
import TestSupport
import Testing

/// Ends that a real Slurm brings about by itself, because a job took too long or too much.
@Suite(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
struct SlurmLimitTests {
  private static let canLimit = Files.status("/sys/fs/cgroup/memory/memory.limit_in_bytes") != nil

  @Test func `a job that runs longer than Slurm lets it has failed by that, and is tried again`()
    throws
  {
    let study = try SlurmStudy(
      "    a: {script: a.sh, host: cluster, retries: {max: 1, on: [timeout]}}",
      on: SlurmCluster.shared())
    try study.test.place.write(
      "a.sh",
      "#!/bin/sh\n#SBATCH --time=1\necho ran >> ran\ntest \"$(wc -l <ran)\" = 1 || exit 0\n"
        + "trap '' TERM\nuntil test -e go; do sleep 0.05; done\n", mode: 0o755)
    let runner = try study.start()
    try study.expectRan(1)
    #expect(try study.test.comesTrue { try study.status().contains("  a  running") })
    // A minute is the least that Slurm knows; where it ends now, it is seen within half a minute.
    for job in try study.jobs() {
      let update = try study.test.run("scontrol", "update", "JobId=\(job)", "EndTime=now")
      #expect(update.code == 0, "\(update.errors)")
    }
    #expect(runner.wait() == 0, "\(runner.printed)")
    let results = try study.results()
    #expect(results.hasPrefix("a|1|failed||Slurm says TIMEOUT, on cn"), "\(results)")
    #expect(results.hasSuffix("\na|2|done|0|\n"), "\(results)")
    let causes = try study.test.run("sqlite3", "workflow.db", "SELECT failure FROM attempts")
    #expect(causes.output == "timeout\n\n")
  }

  @Test(.enabled(if: canLimit, "this machine has no control groups of version 1"))
  func `a job that takes more memory than it asked for has failed by that, and gets more`() throws {
    let study = try SlurmStudy(
      """
          a:
            exec: |
              echo ran >> ran
              test "$(wc -l <ran)" = 2 || exec tail /dev/zero
              x=$(head -c 50000000 /dev/zero | tr '\\0' x)
              sleep 3
            host: cluster
            memory: 30MB
            retries: {max: 1, on: [oom], memory: x8}
      """, on: SlurmCluster("--limit-memory", "--accounting"))
    let runner = try study.start()
    #expect(runner.wait() == 0, "\(runner.printed)\(study.shown)")
    #expect(study.ran.count == 2)
    let results = try study.results()
    #expect(results.hasPrefix("a|1|failed|"), "\(results)")
    #expect(results.contains("Slurm says OUT_OF_MEMORY"), "\(results)")
    #expect(results.hasSuffix("\na|2|done|0|\n"), "\(results)")
    let rows = try study.test.run(
      "sqlite3", "workflow.db",
      "SELECT number, failure, memory >> 20, peak_memory > 5e7, cpu_seconds > 0.01 FROM attempts")
    let usage = try study.test.run("cms-cc", "usage", "workflow.yaml")
    #expect(rows.output.hasPrefix("1|oom|30|"), "\(rows.output)\(usage.output)")
    // Processor time is what the accounts say, which may come too late on a machine that is busy.
    #expect(
      ["1", ""].contains { rows.output.hasSuffix("\n2||240|1|\($0)\n") },
      "\(rows.output)\(usage.output)")
  }
}
