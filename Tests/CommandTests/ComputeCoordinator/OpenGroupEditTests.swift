import Glibc
import HostIO
import TestSupport
import Testing

/// Loops and lists whose runner dies, and what becomes of them when somebody cancels or edits.
@Suite struct OpenGroupEditTests {
  private static let held =
    "echo $CMS_NODE >> ran.txt; until test -e go || ! test -d \"$PWD\"; do sleep 0.01; done"

  /// Starts a workflow and kills its runner while so many jobs run.
  private func killed(_ text: String, running: Int = 1) throws -> CommandTest {
    let test = try CommandTest().file("w.yaml", text)
    let runner = try test.start(["cms-cc", "run", "w.yaml", "-j", "4"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "w.yaml", "--json").output
          .contains(#""running":\#(running)"#)
      })
    runner.send(SIGKILL)
    _ = runner.wait()
    return test
  }

  private func ran(_ test: CommandTest) throws -> [String] {
    try test.place.text("ran.txt").split(separator: "\n").map(String.init).sorted()
  }

  @Test func `a loop that is cancelled while its pass ends has no further pass`() throws {
    let test = try killed("workflow: {nodes: {t: {exec: '\(Self.held)', repeat: {max: 6}}}}\n")
    _ = try test.run("cms-cc", "cancel", "w.yaml", "t", "--no-wait")
    try test.place.write("go", "")
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "doctor", "w.yaml").output.contains("has ended with exit code 0")
      })
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 1, "\(resumed.errors)")
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 1)
    #expect(try ran(test) == ["t#1"])
    #expect(try test.run("cms-cc", "status", "w.yaml").output.contains("t  cancelled"))
    // Until somebody wants it back.
    #expect(try test.run("cms-cc", "run", "w.yaml", "--rerun", "failed").code == 0)
    #expect(try ran(test) == (1...6).map { "t#\($0)" })
  }

  @Test func `a list that is cancelled before it is known starts nothing`() throws {
    let test = try killed(
      """
      workflow:
        nodes:
          list: {exec: 'until test -e go; do sleep 0.01; done; echo "{\\"x\\": 1}"'}
          f: {exec: 'touch ran', foreach: {from: list.output}}

      """)
    _ = try test.run("cms-cc", "cancel", "w.yaml", "f", "--no-wait")
    try test.place.write("go", "")
    let resumed = try test.run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 1, "\(resumed.errors)")
    #expect(!test.place.exists("ran"))
  }

  @Test func `a pass that runs is taken over when its loop may be longer`() throws {
    func text(_ max: Int) -> String {
      "workflow: {nodes: {t: {exec: '\(Self.held)', repeat: {max: \(max)}}}}\n"
    }
    let test = try killed(text(2))
    _ = try test.file("w.yaml", text(3))
    try test.place.write("go", "")
    let run = try test.run("cms-cc", "run", "w.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(!run.errors.contains("no longer in the workflow"))
    #expect(try ran(test) == ["t#1", "t#2", "t#3"])
  }

  @Test func `members that run are taken over when their list is edited, which makes it stale`()
    throws
  {
    func text(_ exec: String) -> String {
      """
      workflow:
        nodes:
          list: {exec: 'for x in 1 2; do echo "{\\"x\\": $x}"; done'}
          f: {exec: '\(exec)', foreach: {from: list.output}}

      """
    }
    let test = try killed(text(Self.held), running: 2)
    _ = try test.file("w.yaml", text(Self.held + " # other"))
    try test.place.write("go", "")
    let run = try test.run("cms-cc", "run", "w.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try ran(test) == ["f/x_1", "f/x_2"])
    let again = try test.run("cms-cc", "run", "w.yaml")
    #expect(again.errors.contains("done (stale)  f/x_1\ndone (stale)  f/x_2\n"), "\(again.errors)")
    #expect(try test.run("cms-cc", "run", "w.yaml", "--rerun", "stale").code == 0)
    #expect(try ran(test) == ["f/x_1", "f/x_1", "f/x_2", "f/x_2"])
  }

  @Test func `a list that is longer when it is made again gets its new members`() throws {
    func text(_ values: String) -> String {
      """
      workflow:
        nodes:
          list: {exec: 'for x in \(values); do echo "{\\"x\\": $x}"; done'}
          f: {exec: '\(Self.held)', foreach: {from: list.output}}

      """
    }
    let test = try killed(text("1 2"), running: 2)
    _ = try test.file("w.yaml", text("1 2 3"))
    try test.place.write("go", "")
    let run = try test.run("cms-cc", "run", "w.yaml", "--rerun", "stale")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try ran(test) == ["f/x_1", "f/x_2", "f/x_3"])
  }

  @Test func `a job that runs while what it depends on changes is stale when it is done`() throws {
    func text(_ value: Int) -> String {
      """
      workflow:
        nodes:
          a: {exec: 'echo \(value) > a.txt'}
          b: {exec: 'cp a.txt b.txt; \(Self.held)', needs: [a]}

      """
    }
    let test = try killed(text(1))
    _ = try test.file("w.yaml", text(2))
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "run", "w.yaml", "--rerun", "stale").code == 0)
    #expect(try test.place.text("b.txt") == "1\n")
    let again = try test.run("cms-cc", "run", "w.yaml", "--rerun", "stale")
    #expect(again.code == 0, "\(again.errors)")
    #expect(try test.place.text("b.txt") == "2\n")
  }

  @Test func `a database that goes away stops the runner, and its jobs go on`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      "workflow: {nodes: {a: {exec: '\(Self.held)'}, b: {exec: 'touch b', needs: [a]}}}\n")
    let runner = try test.start(["cms-cc", "run", "w.yaml"])
    #expect(try test.comesTrue { test.place.exists("ran.txt") })
    try Files.rename(test.place.at("w.db"), to: test.place.at("gone.db"))
    try test.place.write("go", "")
    #expect(runner.wait() == 4)
    #expect(runner.printed.contains("w.db' was removed or replaced while the run went on"))
    #expect(!test.place.exists("b"))
  }
}
