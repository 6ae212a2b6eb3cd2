import TestSupport
import Testing

/// Runners that go on without their terminal.
@Suite struct DetachTests {
  @Test func `a runner that is left in the background runs the workflow to its end`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'until test -e go; do sleep 0.01; done; echo a >> ran.txt'}
          b: {exec: 'echo b >> ran.txt', needs: [a]}

      """)
    let run = try test.run("cms-cc", "run", "w.yaml", "--detach")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("running in the background as process "))
    let second = try test.run("cms-cc", "resume", "w.yaml")
    #expect(second.code == 4)
    #expect(second.errors.contains("is already being run, by process "))
    try test.place.write("go", "")
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "list", "w.db").output.contains("  done  2 done  ")
      })
    #expect(try test.place.text("ran.txt") == "a\nb\n")
  }

  @Test func `a mistake in the file is told before anything goes into the background`() throws {
    let run = try CommandTest().file("w.yaml", "workflow: {nodes: {a: {exce: 'true'}}}\n")
      .run("cms-cc", "run", "w.yaml", "--detach")
    #expect(run.code == 2)
    #expect(run.errors.contains("unknown key 'exce' in node 'a'"))
    #expect(run.written == [])
  }
}
