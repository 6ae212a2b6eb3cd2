import Glibc
import HostIO
import TestSupport
import Testing

/// Studies that are moved, or copied, before all of their jobs have begun.
@Suite struct MovedRestTests {
  private static let workflow = """
    workflow:
      nodes:
        slow: {exec: 'echo "{\\"n\\": 7}"; until test -e \(go); do sleep 0.01; done'}
        plain: {exec: 'pwd >> ran.txt', needs: [slow]}
        sub: {exec: 'pwd >> ../ran.txt', directory: sub, needs: [plain]}
        script: {script: job.sh, needs: [sub]}
        train: {experiments: sweep.yaml, needs: [script]}
        each: {foreach: {from: slow.output}, script: each.sh, needs: [train]}

    """
  /// Wherever the study is.
  private static let go = "$HOME/go"

  /// A study in `old` whose runner is gone and whose first job still runs.
  private func interrupted(_ options: String...) throws -> CommandTest {
    let test = try CommandTest().file("old/w.yaml", Self.workflow).directory("old/sub")
      .file("old/sweep.yaml", "experiments: {n: [1]}\ntemplates: [t.in.sh]\n")
      .file("old/t.in.sh", "pwd >> $CMS_DIRECTORY/ran.txt\n")
      .file("old/job.sh", "echo script >> ran.txt\n")
      .file("old/each.sh", "echo each $CMS_PARAM_n >> ran.txt\n")
    let old = test.working(in: "old")
    let runner = try old.start(["cms-cc", "run", "w.yaml"] + options)
    let place = options.isEmpty ? ["w.yaml"] : ["w.yaml"] + options
    try #require(
      try test.comesTrue {
        try old.run(["cms-cc", "status"] + place).output.contains("slow    running")
      }, "\(runner.printed)")
    runner.send(SIGKILL)
    _ = runner.wait()
    return test
  }

  @Test(arguments: ["w.yaml", "w.db"])
  func `what had not begun when its study was moved starts where it is now`(file: String) throws {
    let test = try interrupted()
    try Files.rename(test.place.at("old"), to: test.place.at("new"))
    try test.place.write("go", "")
    let new = test.working(in: "new")
    let resumed = try new.run("cms-cc", "resume", file)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let (old, now) = (test.place.at("old"), test.place.at("new"))
    #expect(
      resumed.errors.hasPrefix(
        "the study was moved: what ran in '\(old)' goes on in '\(now)'\n"), "\(resumed.errors)")
    #expect(
      try test.place.text("new/ran.txt") == """
        \(now)
        \(now)/sub
        script
        \(now)/experiments/n_1
        each 7

        """)
    #expect(!test.place.exists("old"))
    let run = try new.run("cms-cc", "run", "w.yaml")
    #expect(run.output == "nothing was left to run\n", "\(run.errors)")
    #expect(!run.errors.contains("stale"), "\(run.errors)")
  }

  @Test func `results that were moved alone go on beside the same workflow file`() throws {
    let test = try interrupted("--directory", "out")
    try Files.rename(test.place.at("old/out"), to: test.place.at("results"))
    try test.place.write("go", "")
    let resumed = try test.run("cms-cc", "resume", "old/w.yaml", "--directory", "results")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.place.text("old/ran.txt").hasSuffix("script\neach 7\n"))
    let place = test.place.at("results")
    #expect(try test.place.text("results/ran.txt") == "\(place)/experiments/n_1\n")
    #expect(!test.place.exists("old/out"))
  }

  @Test func `a copy goes on in its own directory, and leaves the original alone`() throws {
    let test = try CommandTest().file(
      "old/w.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'exit 1'}
          b: {exec: 'echo b >> ran.txt'}

      """)
    let first = try test.working(in: "old").run("cms-cc", "run", "w.yaml", "-j1", "--fail-fast")
    #expect(first.code == 1)
    #expect(try test.run("cp", "-a", "old", "new").code == 0)
    let resumed = try test.working(in: "new").run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 1)
    #expect(try test.place.text("new/ran.txt") == "b\n")
    #expect(!test.place.exists("old/ran.txt"))
    // Its own place is the one that it is in.
    let again = try test.working(in: "new").run("cms-cc", "resume", "w.yaml")
    #expect(again.errors.hasPrefix("w: 1 of 2 done, 1 failed\n"), "\(again.errors)")
    #expect(try test.working(in: "old").run("cms-cc", "resume", "w.yaml").code == 1)
    #expect(try test.place.text("old/ran.txt") == "b\n")
  }
}
