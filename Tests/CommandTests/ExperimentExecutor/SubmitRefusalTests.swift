import CampaignStore
import HostIO
import TestSupport
import Testing

/// What `cms-ee submit` and `cms-cc run` refuse, so that nothing runs twice or in the wrong place.
@Suite struct SubmitRefusalTests {
  private func sweep(script: String = "echo ran {epoch} >> ran.txt\n") throws -> CommandTest {
    try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,2,3'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", script)
  }

  @Test func `a run of a workflow of the same name is not taken for its own`() throws {
    let test = try sweep().file(
      "workflow.yaml", "name: tiny\nworkflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-q").code == 0)
    let run = try test.run("cms-ee", "submit", "sweep.yaml")
    #expect(
      run.errors == """
        error: the newest run of 'tiny' in '\(test.place.at("tiny.db"))' is not of 'sweep.yaml' but \
        of '\(test.place.at("workflow.yaml"))' [EE307]
        hint: go on with that one: cms-cc resume \(test.place.at("tiny.db")); --new begins another \
        beside it, in which everything runs again

        """)
    #expect(run.code == 2)
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "--new", "-q").code == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\nran 2\n")
  }

  @Test func `a workflow of the same name does not go on with its run`() throws {
    let test = try sweep().file(
      "workflow.yaml", "name: tiny\nworkflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(
      run.errors == """
        error: the newest run of 'tiny' in '\(test.place.at("tiny.db"))' is not of 'workflow.yaml' \
        but of '\(test.place.at("sweep.yaml"))' [EE307]
        hint: go on with that one: cms-cc resume \(test.place.at("tiny.db")); --new begins another \
        beside it, in which everything runs again

        """)
    #expect(run.code == 2)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\n")
  }

  @Test func `a study that was moved and a sweep that was renamed go on`() throws {
    let test = try CommandTest()
      .file("a/sweep.yaml", "name: tiny\nexperiments: {x: '1'}\ntemplates: [job.in.sh]\n")
      .file("a/job.in.sh", "echo x >> ran.txt\n")
    #expect(try test.run("cms-ee", "submit", "a/sweep.yaml", "-q").code == 0)
    #expect(try test.run("/bin/sh", "-c", "mv a b && mv b/sweep.yaml b/s.yaml").code == 0)
    let again = try test.run("cms-ee", "submit", "b/s.yaml")
    #expect(again.output == "nothing was left to run\n")
    #expect(try test.place.text("b/experiments/x_1/ran.txt") == "x\n")
    #expect(try test.run("cms-ee", "list", "b", "--summary").output == "total: 1, done: 1\n")
  }

  @Test(arguments: [["cms-ee", "submit", "sweep.yaml"], ["cms-cc", "run", "workflow.yaml"]])
  func `what is for a batch system does not run here`(command: [String]) throws {
    let test = try sweep(script: "echo {host.name} > ran.txt\n")
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file("hosts.yaml", "hosts:\n  big: {kind: lsf}\n")
    let named = try test.run(command + ["--host", "big"])
    #expect(
      named.errors == """
        hosts.yaml:2:3: error: host 'big' is of kind 'lsf', and experiments run on this machine, on \
        hosts that ssh reaches and on Slurm only [EE115]
          2 │   big: {kind: lsf}
            │   ^^^
        hint: cms-ee generate submit --host big prints the commands for it

        """)
    #expect(named.code == 2)
    #expect(named.written == [])
    let unnamed = try test.run(command)
    #expect(unnamed.errors.contains("the scripts of sweep 'sweep.yaml' wait for a host"))
    #expect(unnamed.code == 2)
    #expect(unnamed.written == [])
  }

  @Test(arguments: [["cms-ee", "submit", "sweep.yaml"], ["cms-cc", "run", "workflow.yaml"]])
  func `the entry of kind local is what host means here`(command: [String]) throws {
    let test = try sweep(script: "echo {host.name} {host.gpu} > ran.txt\n")
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file(
        "hosts.yaml",
        "hosts:\n  big: {kind: slurm}\n  here: {kind: local, variables: {gpu: none}}\n")
    #expect(try test.run(command + ["-q"]).code == 0)
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "here none\n")
  }

  private static let waiting =
    "echo x >> ran.txt\nwhile ! test -e ../../go; do sleep 0.02; done\n"

  /// Waits until a file is there.
  private func wait(for name: String, in test: CommandTest) throws {
    let isThere = try test.comesTrue { test.place.exists(name) }
    try #require(isThere)
  }

  @Test func `an experiment that runs under its old name is not started under the new one`() throws
  {
    let test = try sweep(script: Self.waiting + "echo '# cloudmesh accuracy=0.5'\n")
    let runner = try test.start(["cms-ee", "submit", "sweep.yaml", "-j", "1"])
    try wait(for: "experiments/epoch_1/ran.txt", in: test)
    runner.send(9)
    #expect(runner.wait() == 137)
    let renamed = try test.file(
      "sweep.yaml",
      "name: tiny\nidentifier: 'z{epoch}'\nexperiments: {epoch: '1,2,3'}\n"
        + "templates: [job.in.sh]\n")
    let id = try #require(CampaignStore(test.place.at("tiny.db"), .readOnly).runs().first).id
    for command in [["submit", "sweep.yaml"], ["submit", "sweep.yaml", "-n"]] {
      let run = try renamed.run(["cms-ee"] + command)
      #expect(
        run.errors == """
          error: 'tiny/z1' may still run as 'tiny/epoch_1' of run \(id); wait for it, or go on with \
          that run: cms-cc resume

          """)
      #expect(run.code == 4)
      #expect(!test.place.exists("experiments/z1"))
    }
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "resume", "tiny.db", "-q").code == 0)
    #expect(try test.run("cms-ee", "generate", "sweep.yaml", "-q").code == 0)
    // What was done was done elsewhere.
    #expect(
      try test.run("cms-ee", "list", "--summary").output == "total: 6, ready: 3, done: 3\n")
    #expect(try test.run("cms-ee", "show", "z1").output.contains("  state      ready\n"))
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    #expect(try test.run("cms-ee", "list", "--summary").output == "total: 6, done: 6\n")
    // Each is counted once, although it is there under both names.
    #expect(try test.run("cms-cc", "report", "tiny.db", "-o", "out").code == 0)
    let rows = try test.place.text("out/report.csv").split(whereSeparator: \.isNewline).dropFirst()
    #expect(rows.count == 3, "\(rows)")
    for name in ["z1", "z2", "z3"] {
      #expect(rows.count { $0.contains(",\(name),") } == 1, "\(rows)")
    }
  }

  @Test func `an experiment that another run has started meanwhile is not started`() throws {
    let test = try sweep(script: Self.waiting)
      .file("a.yaml", "workflow: {nodes: {one: {experiments: sweep.yaml}}}\n")
      .file(
        "b.yaml",
        """
        workflow:
          nodes:
            hold: {exec: 'touch held; while ! test -e on; do sleep 0.02; done'}
            two: {experiments: sweep.yaml}
          dependencies: ["hold, two"]

        """)
    let late = try test.start(["cms-cc", "run", "b.yaml", "--db", "s.db", "-j", "4"])
    try wait(for: "held", in: test)
    let first = try test.start(
      ["cms-cc", "run", "a.yaml", "--db", "s.db", "-j", "4"], output: "first.txt")
    for epoch in 1...3 { try wait(for: "experiments/epoch_\(epoch)/ran.txt", in: test) }
    try test.place.write("on", "")
    #expect(late.wait() == 1)
    let runs = try CampaignStore(test.place.at("s.db"), .readOnly).runs(of: "a")
    let id = try #require(runs.first).id
    #expect(
      late.printed.contains(
        "failed  two/epoch_2  it runs already, as 'one/epoch_2' of run \(id)\n"))
    try test.place.write("go", "")
    #expect(first.wait() == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "x\n")
  }

  @Test func `a runner with another database does not start a job where one runs`() throws {
    let test = try sweep(script: Self.waiting)
    let runner = try test.start(["cms-ee", "submit", "sweep.yaml", "-j", "3"])
    for epoch in 1...3 { try wait(for: "experiments/epoch_\(epoch)/ran.txt", in: test) }
    let second = try test.run("cms-ee", "submit", "sweep.yaml", "--db", "b.db")
    #expect(
      second.errors.contains(
        "failed  tiny/epoch_1  a job of another runner is running in "
          + "'\(test.place.at("experiments/epoch_1"))'\n"))
    #expect(second.code == 1)
    try test.place.write("go", "")
    #expect(runner.wait() == 0)
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "x\n")
    let third = try test.run(
      "cms-ee", "submit", "sweep.yaml", "--db", "b.db", "--rerun", "failed", "-q")
    #expect(third.code == 0)
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "x\nx\n")
  }

  @Test func `what ran in another directory is stale, and nothing has run in the new one`() throws {
    let test = try sweep()
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    let moved = try test.file(
      "sweep.yaml",
      "name: tiny\ndir: exp2\nexperiments: {epoch: '1,2,3'}\ntemplates: [job.in.sh]\n")
    for _ in 1...2 {
      let run = try moved.run("cms-ee", "submit", "sweep.yaml")
      #expect(
        run.errors.contains(
          "done (stale)  tiny/epoch_2  its directory changed, it ran in "
            + "'\(test.place.at("experiments/epoch_2"))'\n"))
      #expect(run.output == "nothing was left to run\n")
      #expect(try test.run("cms-ee", "list", "--summary").output == "total: 3, ready: 3\n")
    }
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q", "--rerun", "stale").code == 0)
    #expect(try test.place.text("exp2/epoch_2/ran.txt") == "ran 2\n")
    #expect(try test.run("cms-ee", "list", "--summary").output == "total: 3, done: 3\n")
    let again = try test.run("cms-ee", "submit", "sweep.yaml")
    #expect(again.output == "nothing was left to run\n")
    #expect(!again.errors.contains("stale"))
  }
}
