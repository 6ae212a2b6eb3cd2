import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// Faults that take evidence away: a job is never run twice for want of it.
@Suite struct EvidenceTests {
  private static let job =
    "'echo start >> ran.txt; until test -e go; do sleep 0.01; done; echo end >> ran.txt'"
  private static let slow = """
    workflow:
      nodes:
        slow: {exec: \(job)}

    """

  /// Starts the workflow and waits until its job is recorded as running; the file `go` ends it.
  private func running() throws -> (CommandTest, StartedCommand) {
    let test = try CommandTest().file("workflow.yaml", Self.slow)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    let isRunning = try test.comesTrue {
      try test.place.exists("ran.txt")
        && test.run("cms-cc", "status", "workflow.yaml").output.contains("slow  running")
    }
    try #require(isRunning)
    return (test, runner)
  }

  /// Starts the workflow and kills its runner while the job is under way.
  private func killed() throws -> CommandTest {
    let (test, runner) = try running()
    runner.send(SIGKILL)
    _ = runner.wait()
    return test
  }

  /// Waits until a runner has taken the job over, lets the job end, and returns the runner's code.
  private func release(_ runner: StartedCommand, _ test: CommandTest) throws -> Int32 {
    #expect(try test.comesTrue { runner.printed.contains(" running") })
    try test.place.write("go", "")
    return runner.wait()
  }

  private func records(_ test: CommandTest) throws -> String {
    let run = try #require(try test.place.names(".cms").first)
    return ".cms/\(run)/slow/1"
  }

  @Test func `a job whose records were removed is followed while it lives, and then lost`() throws {
    let test = try killed()
    try Directories.removeTree(test.place.at(".cms"))
    let resumed = try test.start(["cms-cc", "resume", "workflow.yaml"], output: "again.txt")
    #expect(try release(resumed, test) == 1)
    #expect(resumed.printed.contains("lost  slow"))
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a job whose records are gone after a restart of the machine is lost`() throws {
    let test = try killed()
    let records = try records(test)
    try test.place.write("go", "")
    #expect(try test.comesTrue { test.place.exists("\(records)/exit.0") })
    try Files.remove(test.place.at("\(records)/exit.0"))
    try Files.replace(test.place.at("\(records)/start.0"), [])
    let resumed = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(resumed.code == 1)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a record that cannot be read stops the resumer, and nothing runs again`() throws {
    let test = try killed()
    let start = test.place.at("\(try records(test))/start.0")
    try Files.rename(start, to: start + ".kept")
    try Directories.create(start)
    let refused = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(refused.code == 4)
    #expect(refused.errors.contains("Is a directory"))
    try Directories.removeTree(start)
    try Files.rename(start + ".kept", to: start)
    let resumed = try test.start(["cms-cc", "resume", "workflow.yaml"], output: "again.txt")
    #expect(try release(resumed, test) == 0)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a job whose wrapper is killed alone goes on and is lost only when it ends`() throws {
    let (test, runner) = try running()
    let record = try test.place.text("\(try records(test))/start.0")
    let line = try #require(record.split(separator: "\n").first { $0.hasPrefix("pid ") })
    let wrapper = try #require(Int32(line.dropFirst(4)))
    kill(wrapper, SIGKILL)
    // Its parent, the runner, has taken its ending.
    #expect(try test.comesTrue { Files.status("/proc/\(wrapper)") == nil })
    let status = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.output.contains("slow  running"))
    let released = WallClock.text(WallClock.now())
    try test.place.write("go", "")
    #expect(runner.wait() == 1)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let attempts = try store.latestAttempts(of: #require(store.runs().first).id)
    #expect(try #require(attempts["slow"]?.ended) >= released)
  }

  @Test func `the restart count of the runner's own allocation is not the job's`() throws {
    let test = try CommandTest().file("workflow.yaml", "workflow: {nodes: {a: {exec: 'true'}}}\n")
      .variable("SLURM_RESTART_COUNT", "1")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
  }

  @Test func `a running job stays what it is when a dependency that fails is added`() throws {
    let test = try killed()
    _ = try test.file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          slow: {exec: \(Self.job)}
          bad: {exec: 'false'}
        dependencies: ["bad, slow"]

      """)
    let again = try test.start(["cms-cc", "run", "workflow.yaml"], output: "again.txt")
    #expect(try release(again, test) == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.output.contains("slow  done"))
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a running job whose node becomes a marker is refused until it is collected`() throws {
    let test = try killed()
    _ = try test.file("workflow.yaml", "workflow: {nodes: {slow: {}}}\n")
    let refused = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(refused.code == 4)
    #expect(refused.errors.contains("'slow' may still run"))
    let resumed = try test.start(["cms-cc", "resume", "workflow.yaml"], output: "again.txt")
    #expect(try release(resumed, test) == 0)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }
}
