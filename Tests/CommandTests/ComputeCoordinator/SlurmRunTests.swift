import TestSupport
import Testing

/// Jobs that a real Slurm runs for a workflow.
@Suite(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
struct SlurmRunTests {
  static let hosts = """
    hosts:
      cluster:
        kind: slurm
        interval: 300ms
        latency: 3s
        directives:
          v100: {partition: gpu, gres: "gpu:v100:1"}
          a100: {partition: gpu, gres: "gpu:a100:1"}
          default: {partition: cpu}

    """

  private func study(_ workflow: String) throws -> CommandTest {
    try CommandTest().submitting(to: SlurmCluster.shared())
      .file("hosts.yaml", Self.hosts).file("workflow.yaml", workflow)
  }

  @Test func `a job runs in its directory, and its end and metrics are known`() throws {
    let test = try study(
      """
      workflow:
        nodes:
          a: {exec: 'echo "# cloudmesh accuracy=0.5"; echo "$SLURM_JOB_PARTITION $CMS_NODE" > ran.txt', host: cluster}
          b: {exec: "cat ran.txt", host: cluster, needs: [a]}
          c: {exec: "exit 7", kind: slurm, needs: [a]}

      """)
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("exit 7"), "\(status)")
    #expect(try test.place.text("ran.txt") == "cpu a\n")
    #expect(try test.place.text("b.log") == "cpu a\n")
    let rows = try test.run(
      "sqlite3", "workflow.db",
      "SELECT node, state, exit_code, host IS NOT NULL FROM results ORDER BY 1")
    #expect(rows.output == "a|done|0|1\nb|done|0|1\nc|failed|7|1\n", "\(status)")
    let metric = try test.run("sqlite3", "workflow.db", "SELECT value FROM metrics")
    #expect(metric.output == "0.5\n")
  }

  @Test func `members of a fan-out are one array, each with its own parameters and GPU`() throws {
    let test = try study(
      """
      workflow:
        nodes:
          train:
            foreach: {gpu: [v100, a100], seed: [1, 2, 3]}
            exec: 'echo "$CMS_PARAM_gpu $CMS_PARAM_seed $CUDA_VISIBLE_DEVICES $SLURM_ARRAY_JOB_ID"'
            gpus: {type: "{gpu}", count: 1}
            host: cluster

      """)
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    let logs = try test.run("sh", "-c", "cat train-*.log | sort").output
      .split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      logs.map { "\($0[0]) \($0[1])" } == [
        "a100 1", "a100 2", "a100 3", "v100 1", "v100 2", "v100 3",
      ])
    #expect(Set(logs.map { $0.last ?? "" }).count == 2)
  }

  @Test func `a job that is cancelled is ended there too`() throws {
    let test = try study(
      "workflow: {nodes: {a: {exec: 'echo started; sleep 300', host: cluster}}}\n")
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
      })
    let asked = try test.run("cms-cc", "cancel", "workflow.yaml", "a")
    #expect(asked.code == 0, "\(asked.errors)")
    #expect(runner.wait() == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("a  cancelled"), "\(status)")
  }

  @Test func `a runner that is killed while jobs wait and run loses none and starts none twice`()
    throws
  {
    let test = try study(
      """
      workflow:
        nodes:
          a: {foreach: {n: [1, 2, 3]}, exec: 'echo "$CMS_PARAM_n" >> ran; until [ -e go ]; do sleep 0.1; done', host: cluster}
          b: {exec: "sort ran", host: cluster, needs: [a]}

      """)
    let first = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("sh", "-c", "wc -l < ran").output.contains("3")
      })
    first.send(9)
    _ = first.wait()
    try test.place.write("go", "")
    let second = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(second.code == 0, "\(second.errors)")
    #expect(try test.place.text("b.log") == "1\n2\n3\n")
  }
}
