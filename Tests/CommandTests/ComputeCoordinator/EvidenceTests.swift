import Glibc
import HostIO
import TestSupport
import Testing

/// Faults that take evidence away: a job is never run twice for want of it.
@Suite struct EvidenceTests {
  private static let slow = """
    workflow:
      nodes:
        slow: {exec: 'echo start >> ran.txt; sleep 1; echo end >> ran.txt'}

    """

  /// Starts the workflow and kills its runner while the job is under way.
  private func killed() throws -> CommandTest {
    let test = try CommandTest().file("workflow.yaml", Self.slow)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    for _ in 0..<200 where !test.place.exists("ran.txt") { usleep(10_000) }
    usleep(100_000)
    runner.send(SIGKILL)
    _ = runner.wait()
    return test
  }

  private func records(_ test: CommandTest) throws -> String {
    let run = try #require(try test.place.names(".cms").first)
    return ".cms/\(run)/slow/1"
  }

  @Test func `a job whose records were removed is followed while it lives, and then lost`() throws {
    let test = try killed()
    try Directories.removeTree(test.place.at(".cms"))
    let resumed = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(resumed.code == 1)
    #expect(resumed.errors.contains("lost  slow"))
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a job whose records are gone after a restart of the machine is lost`() throws {
    let test = try killed()
    usleep(1_200_000)
    let records = try records(test)
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
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }

  @Test func `a job whose wrapper is killed alone goes on and is lost only when it ends`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.slow)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    for _ in 0..<200 where !test.place.exists("ran.txt") { usleep(10_000) }
    let record = try test.place.text("\(try records(test))/start.0")
    let line = try #require(record.split(separator: "\n").first { $0.hasPrefix("pid ") })
    kill(try #require(Int32(line.dropFirst(4))), SIGKILL)
    usleep(300_000)
    let status = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.output.contains("slow  running"))
    #expect(runner.wait() == 1)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
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
          slow: {exec: 'echo start >> ran.txt; sleep 1; echo end >> ran.txt'}
          bad: {exec: 'false'}
        dependencies: ["bad, slow"]

      """)
    _ = try test.run("cms-cc", "run", "workflow.yaml")
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
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(try test.place.text("ran.txt") == "start\nend\n")
  }
}
