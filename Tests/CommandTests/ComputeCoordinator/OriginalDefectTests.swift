import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// What the original did wrong, met as its user would meet it.
///
/// Those that other suites show already:
///
/// | defect | shown by |
/// | --- | --- |
/// | a failure is not propagated, not retried | `FailureTests`, `RetryTests` |
/// | nodes without edges never run | `OriginalFormTests` |
/// | the suffix of a script is ignored | `OriginalFormTests` |
/// | no resume | `CrashTests`, `KillCrashTests`, `FailureTests` |
/// | only one level of children is killed, nothing stops a workflow | `RetryTests`, `CancelTests`, `EndingTests` |
/// | `venv`, environment and directory are ignored | `RunTests` |
/// | the saved form does not load | `OriginalFormTests`, `WorkflowTextTests` |
/// | unknown names, cycles, blanks, doubled edges | `BadDependencyTests`, `OriginalFormTests` |
/// | colours of the file are ignored | `GraphTests` |
/// | no loops, no conditions | `ConditionTests` |
/// | NAME and JOB are not expanded, jobs not numbered, most forms fail | `WorkflowVerbTests` |
@Suite struct OriginalDefectTests {
  private func test(_ nodes: String...) throws -> CommandTest {
    try CommandTest().file(
      "workflow.yaml", "workflow:\n  nodes:\n" + nodes.map { "    \($0)\n" }.joined())
  }

  @Test(arguments: [
    ("echo nothing of the kind", 0), ("echo \"# cloudmesh progress=91\"", 0),
    ("echo \" cloudmesh status=done\"", 0), ("echo \"# cloudmesh progress=150\"", 0),
    ("exit 9", 1), ("kill -9 $$", 1),
  ])
  func `a job ends when it ends, whatever it said of its progress`(job: String, code: Int32) throws
  {
    let test = try test("a: {exec: '\(job)'}")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == code)
  }

  @Test func `a job whose command fails after it has said that it is done has failed`() throws {
    let test = try test("a: {exec: 'echo \"# cloudmesh status=done progress=100\"; exit 2'}")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("failed  a  exit 2\n"))
  }

  @Test func `a failure is not overwritten by the progress that was printed after it`() throws {
    let test = try test(
      "a: {exec: 'echo \"# cloudmesh status=failed progress=20\"; "
        + "echo \"# cloudmesh status=running progress=60\"; exit 1'}")
    _ = try test.run("cms-cc", "run", "workflow.yaml")
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("  a  failed  "))
    #expect(status.hasSuffix("\n  1 failed\n"))
  }

  @Test func `what is known about jobs is not taken from what they say about themselves`() throws {
    let test = try test("a: {exec: 'echo \"# cloudmesh status=failed progress=20\"'}")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.hasSuffix("\n  1 done\n"))
  }

  @Test func `independent branches run at the same time`() throws {
    // Each waits for the other.
    let test = try test(
      "start: {}", "a: {exec: 'touch a; until test -e b; do sleep 0.01; done', needs: [start]}",
      "b: {exec: 'touch b; until test -e a; do sleep 0.01; done', needs: [start]}",
      "end: {exec: 'touch end', needs: [a, b]}")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "2").code == 0)
    #expect(test.place.exists("end"))
  }

  @Test func `what a node runs is not taken from the suffix of its name`() throws {
    let test = try test("job.py: {exec: 'echo \"$0\"'}", "b.ipynb: {script: run.sh}")
      .file("run.sh", "echo from run.sh\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("job.py.log") == "/bin/sh\n")
    #expect(try test.place.text("b.ipynb.log") == "from run.sh\n")
  }

  @Test func `a run leaves the experiments of all workflows alone`() throws {
    let test = try test("a: {exec: 'true'}")
      .file("experiment/old/results.csv", "hours\n")
      .file(".cloudmesh/workflow/other/runtime/other.yaml", "workflow: {}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(!run.written.contains { $0.hasPrefix("experiment/") || $0.hasPrefix(".cloudmesh") })
  }

  @Test func `jobs of one name in two workflows do not meet`() throws {
    let test = try CommandTest()
      .file("one.yaml", "workflow: {nodes: {a: {exec: 'echo one'}}}\n")
      .file("two.yaml", "workflow: {nodes: {a: {exec: 'echo two'}}}\n")
    for name in ["one", "two"] {
      #expect(try test.run("cms-cc", "run", "\(name).yaml").code == 0)
    }
    #expect(try test.run("cms-cc", "logs", "one.yaml", "a").output == "one\n")
    #expect(try test.run("cms-cc", "logs", "two.yaml", "a").output == "two\n")
  }

  @Test func `a notebook has a log like every other job`() throws {
    let test = try test("train: {script: train.ipynb, venv: env}").file("train.ipynb", "{}\n")
      .file(
        "env/bin/papermill", "#!/bin/sh\necho papermill \"$@\"\necho warning >&2\n", mode: 0o755)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let script = test.place.at("train.ipynb")
    let log = try test.place.text("train.log")
    #expect(log == "papermill \(script) train-output.ipynb\nwarning\n")
  }

  @Test func `no command sets a variable or opens a window`() throws {
    // Whoever would open one finds this first.
    let programs = ["xdg-open", "chromium", "open", "firefox"]
    var test = try test("a: {exec: 'true'}").variable("DISPLAY", ":0")
    for name in programs {
      test = try test.file("bin/\(name)", "#!/bin/sh\ntouch \"$HOME/opened\"\n", mode: 0o755)
    }
    test = test.variable("PATH", test.place.at("bin") + ":/usr/bin:/bin")
    for words in [["run"], ["status"], ["graph", "-o", "a.dot"], ["doctor"], ["list"]] {
      _ = try test.run(["cms-cc"] + words + ["workflow.yaml"])
    }
    #expect(!test.place.exists("opened"))
    #expect(!test.place.exists(".cloudmesh"))
    #expect(try test.run("cms-ee", "set").output == "")
  }

  @Test func `a run does not touch the workflow file, whose comments and order stay`() throws {
    let text = """
      # my study
      workflow:
        nodes:
          z: {exec: 'echo z'}   # first in the file
          a: {exec: 'echo a', status: ready, progress: 0}
        dependencies:
          - z,a

      """
    let test = try CommandTest().file("workflow.yaml", text)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(!run.written.contains("workflow.yaml"))
    #expect(try test.place.text("workflow.yaml") == text)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    let names = status.split(separator: "\n").dropFirst().prefix(2).map {
      $0.dropFirst(2).prefix(1)
    }
    #expect(names == ["z", "a"])
  }

  @Test func `times are in UTC, at least in milliseconds, and each attempt has its own`() throws {
    let test = try test("a: {exec: 'test -e again'}").variable("TZ", "America/New_York")
    var times: [String] = []
    for code: Int32 in [1, 0] {
      times.append(WallClock.text(WallClock.now() - 1_000_000_000))
      let run = try test.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed")
      #expect(run.code == code)
      try test.place.write("again", "")
      let status = try test.run("cms-cc", "status", "workflow.yaml", "--json").output
      times += status.matches(of: /"(?:started|ended)":"([^"]*)"/).map { String($0.1) }
      times.append(WallClock.text(WallClock.now()))
    }
    #expect(times.count == 8)
    #expect(
      times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z/) != nil })
    // Each lies within its own run; times of files are a little coarser than the clock.
    #expect(Array(times.prefix(4)) == times.prefix(4).sorted())
    #expect(Array(times.suffix(4)) == times.suffix(4).sorted())
    #expect(times[1] < times[5])
  }

  @Test func `a run over midnight and longer than a day is told in full`() throws {
    let test = try test("a: {exec: 'true'}")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    do {
      let store = try CampaignStore(test.place.at("workflow.db"))
      try store.connection.execute("UPDATE attempts SET seconds = 90061.5")
    }
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("  a  done  25:01:01\n"))
  }
}
