import Glibc
import HostIO
import TestSupport
import Testing

/// Studies that are moved, and records that are removed, while a job runs and its runner is gone.
@Suite struct MovedStudyTests {
  private static let job = "echo start >> ran.txt; until test -e go; do sleep 0.01; done"

  /// Starts a job in `old`, kills its runner, and returns the test as seen from `new`.
  private func interrupted() throws -> CommandTest {
    let test = try CommandTest().file(
      "old/w.yaml", "workflow: {nodes: {slow: {exec: '\(Self.job)'}}}\n")
    let old = test.working(in: "old")
    let runner = try old.start(["cms-cc", "run", "w.yaml"])
    try #require(
      try test.comesTrue {
        try old.run("cms-cc", "status", "w.yaml").output.contains("slow  running")
      })
    runner.send(SIGKILL)
    _ = runner.wait()
    return test.working(in: "new")
  }

  private func move(_ test: CommandTest) throws {
    try Files.rename(test.place.at("old"), to: test.place.at("new"))
  }

  /// Waits until the wrapper has recorded how its job ended.
  private func finish(_ test: CommandTest, in directory: String) throws {
    try test.place.write("\(directory)/go", "")
    let id = try #require(try test.place.names("\(directory)/.cms").first)
    #expect(try test.comesTrue { test.place.exists("\(directory)/.cms/\(id)/slow/1/exit.0") })
  }

  @Test func `a job that ended before its study was moved is collected from there`() throws {
    let test = try interrupted()
    try finish(test, in: "old")
    try move(test)
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.run("cms-cc", "logs", "w.yaml", "slow").code == 0)
  }

  @Test func `a job that runs while its study is moved records its end there`() throws {
    let test = try interrupted()
    try move(test)
    try finish(test, in: "new")
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.place.text("new/ran.txt") == "start\n")
    #expect(!test.place.exists("old"))
  }

  @Test func `a job whose records are gone says so`() throws {
    let test = try interrupted()
    try move(test)
    let id = try #require(try test.place.names("new/.cms").first)
    try Directories.removeTree(test.place.at("new/.cms/\(id)/slow"))
    try test.place.write("new/go", "")
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 1)
    let status = try test.run("cms-cc", "status", "w.yaml").output
    #expect(
      status.contains("its records are gone: '.cms/\(id)/slow/1' does not exist"), "\(status)")
    #expect(try test.place.text("new/ran.txt") == "start\n")
  }

  @Test func `a job that was never seen running is not run again where all records are gone`()
    throws
  {
    let test = try CommandTest().file(
      "w.yaml", "workflow: {nodes: {slow: {exec: '\(Self.job)'}}}\n")
    let runner = try test.variable("CMS_FAILPOINT", "afterSpawn:1")
      .start(["cms-cc", "run", "w.yaml"])
    #expect(runner.wait() == 137)
    #expect(try test.comesTrue { test.place.exists("ran.txt") })
    try test.place.write("go", "")
    let id = try #require(try test.place.names(".cms").first)
    #expect(try test.comesTrue { test.place.exists(".cms/\(id)/slow/1/exit.0") })
    try Directories.removeTree(test.place.at(".cms"))
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 1, "\(resumed.errors)")
    #expect(try test.place.text("ran.txt") == "start\n")
  }

  @Test func `a job that was never seen running is followed where its own records are gone`() throws
  {
    let test = try CommandTest().file(
      "w.yaml", "workflow: {nodes: {slow: {exec: '\(Self.job)'}}}\n")
    let runner = try test.variable("CMS_FAILPOINT", "afterSpawn:1")
      .start(["cms-cc", "run", "w.yaml"])
    #expect(runner.wait() == 137)
    #expect(try test.comesTrue { test.place.exists("ran.txt") })
    let id = try #require(try test.place.names(".cms").first)
    try Directories.removeTree(test.place.at(".cms/\(id)/slow"))
    let resumed = try test.start(["cms-cc", "resume", "w.yaml"], output: "again.txt")
    #expect(try test.comesTrue { resumed.printed.contains("1 running") })
    try test.place.write("go", "")
    #expect(resumed.wait() == 1)
    #expect(try test.place.text("ran.txt") == "start\n")
  }
}
