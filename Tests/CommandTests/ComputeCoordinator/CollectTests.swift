import TestSupport
import Testing

/// Taking up experiments that ran without us.
@Suite struct CollectTests {
  private func rows(_ test: CommandTest, _ query: String, _ database: String = "tiny.db") throws
    -> [String]
  {
    try test.run("sqlite3", database, query).output.split(separator: "\n").map(String.init)
  }

  private static let sweep = """
    name: tiny
    dir: project
    experiments: {lr: [1, 2, 3]}
    templates: [job.in.sh]
    results: {accuracy: {regex: 'acc=(.*)', goal: maximize}}

    """
  private static let job = """
    echo "# csv,timer,status,time,sum,start,tag,msg"
    echo "# csv,total,ok,{lr}.5,{lr}.5,2022-07-26 14:07:37,None,None"
    echo acc=0.{lr} >&2
    echo '{"loss": {lr}}' > metrics.json

    """

  /// Experiments that ran as lines of a shell, all but the third.
  private func ranElsewhere() throws -> CommandTest {
    let test = try CommandTest().file("sweep.yaml", Self.sweep).file("job.in.sh", Self.job)
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    let run = try test.run(
      "sh", "-c",
      "for n in 1 2; do (cd project/lr_$n && sh job.sh >r-me-7$n.out 2>r-me-7$n.err); done")
    #expect(run.code == 0)
    return test
  }

  @Test func `what they printed and left becomes results that are unverified`() throws {
    let test = try ranElsewhere()
    let collect = try test.run("cms-cc", "results", "sweep.yaml", "--collect", "project")
    #expect(collect.code == 0, "\(collect.errors)")
    #expect(
      collect.output == """
        3 experiments in 'project': 2 unverified
        1 without output
        recorded in 'tiny.db': cms-cc report tiny.db

        """)
    #expect(
      try rows(
        test,
        "SELECT experiment, state, exit_code, json_extract(parameters, '$.lr') FROM results ORDER BY 1"
      )
        == ["lr_1|unverified||1", "lr_2|unverified||2"])
    #expect(
      try rows(test, "SELECT node, name, value FROM metrics ORDER BY 1, 2") == [
        "tiny/lr_1|accuracy|0.1", "tiny/lr_1|loss|1.0", "tiny/lr_2|accuracy|0.2",
        "tiny/lr_2|loss|2.0",
      ])
    #expect(
      try rows(test, "SELECT name, seconds FROM timers ORDER BY 2") == ["total|1.5", "total|2.5"])
    #expect(
      try rows(test, "SELECT name, state FROM nodes ORDER BY id") == [
        "tiny|ready", "tiny/lr_1|unverified", "tiny/lr_2|unverified", "tiny/lr_3|ready",
      ])
  }

  @Test func `collecting again adds what came since, and nothing twice`() throws {
    let test = try ranElsewhere()
    #expect(try test.run("cms-cc", "results", "sweep.yaml", "--collect", "project").code == 0)
    let before = try rows(
      test, "SELECT * FROM results; SELECT * FROM metrics; SELECT * FROM timers")
    #expect(try test.run("cms-cc", "results", "--collect", "project").code == 0)
    #expect(
      try rows(test, "SELECT * FROM results; SELECT * FROM metrics; SELECT * FROM timers").filter {
        !$0.contains("accuracy")
      } == before.filter { !$0.contains("accuracy") })
    #expect(
      try test.run("sh", "-c", "cd project/lr_3 && sh job.sh >r-me-73.out 2>r-me-73.err").code == 0)
    #expect(try test.run("cms-cc", "results", "sweep.yaml", "--collect", "project").code == 0)
    #expect(try rows(test, "SELECT count(*), count(DISTINCT node) FROM results") == ["3|3"])
    #expect(try rows(test, "SELECT count(*) FROM runs") == ["1"])
  }

  @Test func `Slurm's word decides where it knows the job in that directory`() throws {
    var test = try ranElsewhere().file(
      "bin/sacct",
      """
      #!/bin/sh
      echo "71|COMPLETED|0:0|node7|$HOME/project/lr_1"
      echo "72|FAILED|3:0|node8|$HOME/project/lr_2"
      echo "73|COMPLETED|0:0|node8|/elsewhere"

      """, mode: 0o755)
    test = test.variable("PATH", test.place.at("bin") + ":/usr/bin:/bin")
    #expect(
      try test.run("sh", "-c", "cd project/lr_3 && sh job.sh >r-me-73.out 2>r-me-73.err").code == 0)
    #expect(try test.run("cms-cc", "results", "sweep.yaml", "--collect", "project").code == 0)
    let query = "SELECT experiment, state, cause, host, exit_code FROM results ORDER BY 1"
    let known = [
      "lr_1|done||node7|0", "lr_2|failed|Slurm says FAILED, exit code 3, on node8|node8|3",
      "lr_3|unverified|it ran without us: nobody recorded how it ended||",
    ]
    #expect(try rows(test, query) == known)
    // What Slurm once said stays when it has forgotten it.
    try test.place.write("bin/sacct", "#!/bin/sh\nexit 1\n", mode: 0o755)
    #expect(try test.run("cms-cc", "results", "sweep.yaml", "--collect", "project").code == 0)
    #expect(try rows(test, query) == known)
  }

  @Test func `experiments of the original need no database, and cannot be run`() throws {
    let config = """
      application: {name: mnist}
      experiment: {epoch: "1", gpu: a100, repeat: "2"}
      ee: {identifier: epoch_1_gpu_a100_repeat_2, uuid: 5d0f0f0e-8f2b-4a4e-9d7e-000000000001}

      """
    let test = try CommandTest().file("mnist/epoch_1_gpu_a100_repeat_2/config.yaml", config).file(
      "mnist/epoch_1_gpu_a100_repeat_2/result-me-12.out",
      "# cloudmesh status=done progress=100 acc=0.5\n"
    ).file("mnist/notes/readme.txt", "none\n")
    let collect = try test.run("cms-cc", "results", "--collect", "mnist")
    #expect(collect.code == 0, "\(collect.errors)")
    #expect(
      try rows(test, "SELECT experiment, uuid, parameters FROM results", "mnist.db") == [
        "epoch_1_gpu_a100_repeat_2|5d0f0f0e-8f2b-4a4e-9d7e-000000000001|"
          + #"{"epoch":"1","gpu":"a100","repeat":"2"}"#
      ])
    for verb in [["resume", "mnist.db"], ["results", "mnist.db", "--reread"]] {
      let run = try test.run(["cms-cc"] + verb)
      #expect(run.code != 0)
      #expect(run.errors.contains("were collected from"), "\(run.errors)")
    }
    let status = try test.run("cms-cc", "status", "mnist.db")
    #expect(status.output.contains("unverified"), "\(status.output)")
  }

  @Test func `a directory without experiments is named`() throws {
    let run = try CommandTest().directory("empty").run("cms-cc", "results", "--collect", "empty")
    #expect(run.code == 2)
    #expect(run.errors.hasPrefix("error: there are no experiments in 'empty'"), "\(run.errors)")
  }
}
