import Glibc
import TestSupport
import Testing

/// Nodes that leave the workflow file while they run, and come back.
@Suite struct ComebackTests {
  private static let both = """
    workflow:
      nodes:
        slow: {exec: 'echo > began; until test -e go; do sleep 0.01; done; echo slow >> ran.txt'}
        quick: {exec: 'echo quick >> ran.txt'}

    """

  /// Starts both, and kills the runner when one has ended and the other is under way.
  private func interrupted() throws -> CommandTest {
    let test = try CommandTest().file("workflow.yaml", Self.both)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "2"])
    #expect(try test.comesTrue { test.place.exists("ran.txt") && test.place.exists("began") })
    runner.send(SIGKILL)
    _ = runner.wait()
    return test
  }

  @Test func `a node that still ran when it was removed is adopted when it is put back`() throws {
    let test = try interrupted()
    _ = try test.file(
      "workflow.yaml", "workflow: {nodes: {quick: {exec: 'echo quick >> ran.txt'}}}\n")
    let without = try test.start(["cms-cc", "run", "workflow.yaml"], output: "without.txt")
    #expect(
      try test.comesTrue {
        without.printed.contains("'slow' still runs but is no longer in the workflow")
          && without.printed.contains("1 of 2 done, 1 running")
      })
    without.send(SIGINT)
    #expect(without.wait() == 130)
    let again = try test.file("workflow.yaml", Self.both)
      .start(["cms-cc", "run", "workflow.yaml"], output: "again.txt")
    #expect(try test.comesTrue { again.printed.contains("1 of 2 done, 1 running") })
    try test.place.write("go", "")
    #expect(again.wait() == 0)
    let ran = try test.place.text("ran.txt").split(separator: "\n").sorted()
    #expect(ran == ["quick", "slow"])
  }

  @Test func `a second run is refused while jobs of the last one may still run`() throws {
    let test = try interrupted()
    let second = try test.run("cms-cc", "run", "workflow.yaml", "--new")
    #expect(second.code == 4)
    #expect(second.errors.contains("'slow' of run"))
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--new").code == 0)
    let ran = try test.place.text("ran.txt").split(separator: "\n").sorted()
    #expect(ran == ["quick", "quick", "slow", "slow"])
  }
}
