import Glibc
import TestSupport
import Testing

/// Whole workflows that are left to Slurm.
@Suite(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
struct HandsOffTests {
  private func study(_ workflow: String) throws -> CommandTest {
    try CommandTest().submitting(to: SlurmCluster.shared())
      .file("hosts.yaml", SlurmRunTests.hosts).file("workflow.yaml", workflow)
  }

  private static let workflow = """
    workflow:
      nodes:
        prepare: {exec: "until [ -e go ]; do sleep 0.1; done; echo prepared > data", host: cluster}
        train:
          foreach: {gpu: [v100, a100], seed: [1, 2]}
          exec: 'cat data; echo "# cloudmesh score=$CMS_PARAM_seed"; echo "$CMS_PARAM_gpu-$CMS_PARAM_seed" >> ran'
          gpus: {type: "{gpu}", count: 1}
          host: cluster
        middle: {}
        report: {exec: "sort ran > report; exit 3", host: cluster}
        never: {exec: "echo ran > never", host: cluster}
      dependencies:
        - prepare, train, middle, report, never

    """

  @Test func `a graph runs without any runner, and what came of it is collected later`() throws {
    let test = try study(Self.workflow)
    let run = try test.run("cms-cc", "run", "--hands-off", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.output == "7 jobs handed over to 'cluster'; cms-cc resume collects what came of them\n")
    try test.place.write("go", "")
    #expect(
      try test.comesTrue {
        (try? test.place.text("report")) == "a100-1\na100-2\nv100-1\nv100-2\n"
      })
    let resumed = try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
    #expect(resumed.code == 1, "\(resumed.errors)")
    let rows = try test.run(
      "sqlite3", "workflow.db", "SELECT node, state, exit_code FROM results ORDER BY node")
    #expect(
      rows.output == """
        never|cancelled|
        prepare|done|0
        report|failed|3
        train/gpu_a100_seed_1|done|0
        train/gpu_a100_seed_2|done|0
        train/gpu_v100_seed_1|done|0
        train/gpu_v100_seed_2|done|0

        """)
    let cause = try test.run(
      "sqlite3", "workflow.db", "SELECT cause FROM nodes WHERE name = 'never'")
    #expect(cause.output.contains("what it waits for did not end well"), "\(cause.output)")
    let scores = try test.run("sqlite3", "workflow.db", "SELECT sum(value) FROM metrics")
    #expect(scores.output == "6.0\n")
    // Each that began knows what it ran with, as far as it is known here and there.
    let facts = try test.run(
      "sqlite3", "workflow.db",
      """
      SELECT count(DISTINCT a.id) FROM attempts a, json_each(a.facts) h JOIN facts f
        ON f.hash = h.value WHERE f.content ->> '$."slurm.partition"' IS NOT NULL
      """)
    #expect(facts.output == "6\n")
    #expect(try !test.place.names().contains("never"))
  }

  @Test func `a graph that needs a runner is refused, with the nodes named`() throws {
    let test = try study(
      """
      workflow:
        nodes:
          a: {exec: "echo a", host: cluster}
          b: {exec: "echo b", host: cluster, when: "exit_code('a') = 0", needs: [a]}
          c: {exec: "echo c", needs: [a]}
          d: {exec: "echo d", host: cluster, repeat: {max: 3, until: "pass() = 2"}}
          e: {exec: "echo e", host: cluster, env: {X: {value: "exit_code('a')"}}, needs: [a]}

      """)
    let run = try test.run("cms-cc", "run", "--hands-off", "workflow.yaml")
    #expect(run.code == 4)
    #expect(
      run.errors == """
        error: this workflow needs a runner, so it cannot be handed over; nothing was submitted
          'b' has a condition
          'c' may run on no batch system
          'd' is a loop
          'e' uses results of earlier nodes

        """)
  }

  @Test func `where one job is turned away none of them runs`() throws {
    let test = try study(
      """
      workflow:
        nodes:
          a: {exec: "echo a > ran", host: cluster}
          b: {script: b.sh, host: cluster, needs: [a]}

      """
    ).file("b.sh", "#!/bin/sh\n#SBATCH --partition=nowhere\necho b > ran\n")
    let run = try test.run("cms-cc", "run", "--hands-off", "--quiet", "workflow.yaml")
    #expect(run.code == 4)
    #expect(
      run.errors.hasPrefix(
        "error: not all was handed over, and nothing of it runs: 'b': sbatch: "),
      "\(run.errors)")
    #expect(run.errors.hasSuffix("failed: Invalid partition name specified\n"))
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("a  ready"), "\(status)")
    #expect(try !test.place.names().contains("ran"))
  }

  @Test func `who interrupts while jobs are let go is not told that nothing runs`() throws {
    let study = try study(
      "workflow: {nodes: {a: {exec: 'echo ran >> ran', host: cluster}}}\n")
    let test = try study.variable(
      "PATH", "\(study.place.at("bin")):\(study.environment["PATH"] ?? "")"
    ).file(
      "bin/scontrol",
      """
      #!/bin/sh
      if [ "$1" = release ]; then
        echo >'\(study.place.at("releasing"))'
        until [ -e '\(study.place.at("go"))' ]; do sleep 0.05; done
      fi
      exec /usr/bin/scontrol "$@"

      """, mode: 0o755)
    let run = try test.start(["cms-cc", "run", "--hands-off", "--quiet", "workflow.yaml"])
    #expect(try test.comesTrue { try test.place.names().contains("releasing") })
    run.send(SIGINT)
    #expect(run.wait() == 0, "\(run.printed)")
    try test.place.write("go", "")
    let resumed = try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.place.text("ran") == "ran\n")
    let rows = try test.run("sqlite3", "workflow.db", "SELECT attempt, state FROM results")
    #expect(rows.output == "1|done\n")
  }
}
