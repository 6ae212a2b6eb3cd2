import HostIO
import TestSupport
import Testing

/// Runs that are refused before anything of them has begun.
@Suite struct UnbegunRunTests {
  private func state(_ test: CommandTest) throws -> String {
    let status = try test.run("cms-cc", "status", "w.yaml")
    return status.errors + (status.output.split(separator: "\n").first ?? "")
  }

  @Test func `a first run that cannot begin leaves no run behind`() throws {
    // Where the records belong there is something else.
    let test = try CommandTest().file("w.yaml", "workflow: {nodes: {a: {exec: 'true'}}}\n")
      .file(".cms", "")
    let run = try test.run("cms-cc", "run", "w.yaml")
    #expect(run.code == 4)
    #expect(run.errors.hasPrefix("error: cannot make directory '\(test.place.path)/.cms/"))
    #expect(
      try state(test) == """
        error: database '\(test.place.path)/w.db' holds no run of workflow 'w' [EE302]
        hint: run it first: cms-cc run

        """)
    try Files.remove(test.place.at(".cms"))
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 0)
    #expect(try test.run("cms-cc", "list", "w.db").output.split(separator: "\n").count == 1)
  }

  /// A run that is over, with a sweep of one experiment.
  private func finished() throws -> CommandTest {
    let test = try CommandTest()
      .file("w.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file("sweep.yaml", "experiments: {n: [1]}\ntemplates: [t.in.sh]\n")
      .file("t.in.sh", "true\n")
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 0)
    return test
  }

  @Test func `a run that is over stays so where its file is refused`() throws {
    let test = try finished()
    let before = try state(test)
    #expect(before.hasSuffix("  done"), "\(before)")
    // The directory of the next experiment is somebody's.
    try test.place.write("experiments/n_2/mine.txt", "")
    try test.place.write("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [t.in.sh]\n")
    let run = try test.run("cms-cc", "run", "w.yaml")
    #expect(run.code == 2)
    #expect(run.errors.contains("[EE310]"), "\(run.errors)")
    #expect(try state(test) == before)
  }

  @Test func `a run that is over stays so where resume is misused`() throws {
    let test = try finished()
    let before = try state(test)
    #expect(try test.run("cms-cc", "resume", "w.yaml", "--jobs", "many").code == 64)
    #expect(try state(test) == before)
  }

  @Test func `a run that cannot go on is not over when something is left to run`() throws {
    let test = try finished()
    try test.place.write(
      "w.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}, b: {exec: 'true'}}}\n")
    try Directories.removeTree(test.place.at(".cms"))
    try test.place.write(".cms", "")
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 4)
    #expect(try state(test).hasSuffix("  stopped"))
    try Files.remove(test.place.at(".cms"))
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 0)
  }
}
