import Glibc
import TestSupport
import Testing

/// Nodes that leave the workflow file while they run, and come back.
@Suite struct ComebackTests {
  private static let both = """
    workflow:
      nodes:
        slow: {exec: 'sleep 1; echo slow >> ran.txt'}
        quick: {exec: 'echo quick >> ran.txt'}

    """

  @Test func `a node that still ran when it was removed is adopted when it is put back`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.both)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "2"])
    usleep(400_000)
    runner.send(SIGKILL)
    _ = runner.wait()
    _ = try test.file(
      "workflow.yaml", "workflow: {nodes: {quick: {exec: 'echo quick >> ran.txt'}}}\n")
    let without = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(without.errors.contains("'slow' still runs but is no longer in the workflow"))
    _ = try test.file("workflow.yaml", Self.both)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let ran = try test.place.text("ran.txt").split(separator: "\n").sorted()
    #expect(ran == ["quick", "slow"])
  }

  @Test func `a second run is refused while jobs of the last one may still run`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.both)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    usleep(400_000)
    runner.send(SIGKILL)
    _ = runner.wait()
    let second = try test.run("cms-cc", "run", "workflow.yaml", "--new")
    #expect(second.code == 4)
    #expect(second.errors.contains("'slow' of run"))
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--new").code == 0)
    let ran = try test.place.text("ran.txt").split(separator: "\n").sorted()
    #expect(ran == ["quick", "quick", "slow", "slow"])
  }
}
