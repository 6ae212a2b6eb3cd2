import HostIO
import TestSupport
import Testing

/// `cms-ee submit`: a sweep run without a workflow file, and what cms-cc makes of it.
@Suite struct SubmitTests {
  private func sweep(script: String = "echo ran {epoch} >> ran.txt\n") throws -> CommandTest {
    try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,2,3'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", script)
  }

  @Test func `experiments are generated and run, once`() throws {
    let test = try sweep()
    let run = try test.run("cms-ee", "submit", "sweep.yaml", "-j", "2")
    // Between them there is another line every five seconds.
    #expect(
      run.errors.hasPrefix(
        "experiments: 3 new, 0 changed\ntiny: 0 of 3 done, 2 running, 1 waiting\n"))
    #expect(run.errors.hasSuffix("\ntiny: 3 of 3 done\n"))
    #expect(run.output == "")
    #expect(run.code == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\n")
    let again = try test.run("cms-ee", "submit", "sweep.yaml", "-q")
    #expect(again.code == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\n")
    #expect(try test.run("cms-ee", "list", "--summary").output == "total: 3, done: 3\n")
  }

  @Test func `the coordinator's commands work on its database`() throws {
    let test = try sweep(
      script:
        "test {epoch} -ne 2 || exit 7\n\"$CMS_CC\" --version\necho '# cloudmesh accuracy=0.5'\n")
    let run = try test.run("cms-ee", "submit", "sweep.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("failed  tiny/epoch_2  exit 7\n"))
    let status = try test.run("cms-cc", "status", "tiny.db")
    #expect(status.output.contains("  failed  2 of 3 done"))
    let log = try test.run("cms-cc", "logs", "tiny.db", "tiny/epoch_1").output
    #expect(log.hasPrefix("cms-cc ") && log.hasSuffix("\n# cloudmesh accuracy=0.5\n"))
    #expect(try test.run("cms-cc", "report", "tiny.db").output.contains("accuracy"))
    #expect(try test.run("cms-cc", "resume", "tiny.db").code == 1)
    #expect(try test.run("cms-cc", "status", "sweep.yaml").output == status.output)
  }

  @Test func `what failed runs again when asked, and only that`() throws {
    let test = try sweep(script: "echo x >> ran.txt\ntest {epoch} -ne 2 || test -e ok\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 1)
    try test.place.write("experiments/epoch_2/ok", "")
    let dry = try test.run("cms-ee", "submit", "sweep.yaml", "-n", "--rerun", "failed")
    #expect(dry.output == "tiny/epoch_2\n1 of 3 experiments would run\n")
    #expect(dry.written == [])
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q", "--rerun=failed").code == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "x\nx\n")
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "x\n")
  }

  @Test func `a dry run writes nothing`() throws {
    let run = try sweep().run("cms-ee", "submit", "sweep.yaml", "--dryrun")
    #expect(
      run.output == "tiny/epoch_1\ntiny/epoch_2\ntiny/epoch_3\n3 of 3 experiments would run\n")
    #expect(run.written == [])
  }

  @Test func `a sweep without templates has nothing to run`() throws {
    let run = try CommandTest().file("sweep.yaml", "experiments: {epoch: '1'}\n").run(
      "cms-ee", "submit", "sweep.yaml")
    #expect(
      run.errors == """
        error: sweep 'sweep.yaml' has no templates, so its experiments have nothing to run [EE107]
        hint: add templates: [job.in.sh] to it

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a name with a slash would name another place, and is refused`() throws {
    let run = try sweep().run("cms-ee", "submit", "sweep.yaml", "--name", "a/b", "-q")
    #expect(run.code == 2)
    #expect(
      run.errors.hasPrefix("--name:1:1: error: the campaign's name 'a/b' has a '/', expected none"))
    #expect(run.written.isEmpty)
  }

  @Test func `what was interrupted goes on, by submit and by resume`() throws {
    let test = try sweep(
      script:
        "echo '# cloudmesh progress=40'\necho x >> ran.txt\nwhile ! test -e ../../go; do sleep 0.02; done\n"
    )
    let started = try test.start(["cms-ee", "submit", "sweep.yaml", "-j", "1"])
    #expect(try test.comesTrue { test.place.exists("experiments/epoch_1/ran.txt") })
    // That it runs is recorded with what comes next, a moment later.
    #expect(
      try test.comesTrue {
        try test.run("cms-ee", "list", "sweep.yaml").output.contains("    1  running  40 %")
      })
    started.send(9)
    #expect(started.wait() == 137)
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "resume", "tiny.db", "-q").code == 0)
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "x\n")
    #expect(try test.place.text("experiments/epoch_3/ran.txt") == "x\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml").output == "nothing was left to run\n")
  }
}
