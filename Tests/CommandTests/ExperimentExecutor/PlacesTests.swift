import HostIO
import TestSupport
import Testing

/// Databases that stand elsewhere than what they describe.
@Suite struct PlacesTests {
  /// A sweep whose database is not beside it.
  private func apart() throws -> CommandTest {
    let test = try CommandTest().file(
      "study/sweep.yaml", "name: m\ndir: exp\nexperiments: {a: '1,2'}\ntemplates: [j.in.sh]\n"
    ).file("study/j.in.sh", "run {a}\n").directory("dbs").working(in: "study")
    #expect(
      try test.run("cms-ee", "generate", "sweep.yaml", "--db", "../dbs/m.db").output
        == "2 experiments: 2 are new, 0 the same\n")
    return test
  }

  private func view(of test: CommandTest, _ database: String) throws -> [Substring] {
    try test.run("cms-ee", "show", "a_1", "--db", database).output.split(separator: "\n")
  }

  @Test func `experiments are found from a database elsewhere`() throws {
    let test = try apart()
    let lines = try view(of: test, "../dbs/m.db")
    #expect(lines.contains("  directory  \(test.place.at("study/exp/a_1"))"))
    #expect(lines.suffix(2) == ["  config.yaml  as generated", "  j.sh         as generated"])
    let list = try test.run("cms-ee", "list", "--db", "../dbs/m.db").output
    #expect(
      list == """
        a  state  progress  disk   identifier
        1  ready            112 B  a_1
        2  ready            112 B  a_2
        total: 2, ready: 2

        """)
  }

  @Test func `they are found where study and database were moved together`() throws {
    let test = try apart()
    _ = try test.working(in: ".").run(["/bin/sh", "-c", "mkdir new; mv study dbs new"])
    let lines = try view(of: test.working(in: "new/study"), "../dbs/m.db")
    #expect(lines.contains("  directory  \(test.place.at("new/study/exp/a_1"))"))
  }

  @Test func `clean finds what was written elsewhere`() throws {
    let test = try CommandTest().file("sweep.yaml", "name: m\nexperiments: {a: '1,2'}\n")
    let places = ["--directory", "out", "--db", "dbs/m.db"]
    #expect(try test.run(["cms-ee", "generate", "sweep.yaml"] + places).code == 0)
    let shrunk = try test.file("sweep.yaml", "name: m\nexperiments: {a: 1}\n")
    let run = try shrunk.run("cms-ee", "clean", "sweep.yaml", "--db", "dbs/m.db")
    #expect(
      run.output == "- a_2\n1 experiment is no longer in the sweep: 1 removed\n")
    #expect(try test.place.names("out/experiments") == ["a_1"])
  }

  @Test func `clean looks beside the sweep file where what was recorded has gone`() throws {
    let test = try apart()
    _ = try test.working(in: ".").run([
      "/bin/sh", "-c", "mkdir -p new/place; mv study new/place",
    ])
    let moved = try test.working(in: "new/place/study").file(
      "new/place/study/sweep.yaml",
      "name: m\ndir: exp\nexperiments: {a: 1}\ntemplates: [j.in.sh]\n")
    let run = try moved.run("cms-ee", "clean", "sweep.yaml", "--db", test.place.at("dbs/m.db"))
    #expect(run.output == "- a_2\n1 experiment is no longer in the sweep: 1 removed\n")
    #expect(try test.place.names("new/place/study/exp") == ["a_1"])
  }

  @Test(arguments: ["plan", "generate"])
  func `a file in the place of a directory is refused, and nothing is written`(
    verb: String
  ) throws {
    let sweep = "name: m\nexperiments: {a: 1}\n"
    let test = try CommandTest().file("sweep.yaml", sweep).file("taken", "x")
      .file("dir.yaml", sweep + "dir: taken/inner\n").directory("folder.db")
    let file = test.place.at("taken")
    for (arguments, errors) in [
      (
        ["sweep.yaml", "--directory", "taken"],
        """
        error: cannot write in '\(file)/experiments': '\(file)' is a file, expected a directory [EE303]
        hint: choose another place with --directory

        """
      ),
      (
        ["sweep.yaml", "--output_dir", "taken"],
        """
        error: cannot write in '\(file)': '\(file)' is a file, expected a directory [EE303]
        hint: choose another place with --output_dir

        """
      ),
      (
        ["dir.yaml"],
        """
        dir.yaml:3:6: error: cannot write in '\(file)/inner': '\(file)' is a file, expected a directory \
        [EE303]
          3 │ dir: taken/inner
            │      ^
        hint: choose another place with --directory

        """
      ),
      (
        ["sweep.yaml", "--db", "folder.db"],
        """
        error: database '\(test.place.at("folder.db"))' is a directory, expected a file [EE303]
        hint: choose another file with --db

        """
      ),
    ] {
      let run = try test.run(["cms-ee", verb] + arguments)
      #expect(run.errors == errors)
      #expect(run.output == "")
      #expect(run.code == 2)
      #expect(run.written == [])
    }
  }

  @Test func `experiments may stand beside the sweep file, the database and the list`() throws {
    let test = try CommandTest().file(
      "sweep.yaml", "name: m\ndir: .\nexperiments: {a: '1,2'}\ntemplates: [j.in.sh]\n"
    ).file("j.in.sh", "run {a}\n")
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    #expect(try test.place.names() == ["a_1", "a_2", "j.in.sh", "m.db", "m.json", "sweep.yaml"])
    #expect(
      try test.run("cms-ee", "generate", "sweep.yaml").output
        == "2 experiments: 0 are new, 2 the same\n")
  }

  @Test(arguments: ["plan", "generate"])
  func `code that would hold the experiments, or itself, is refused`(verb: String) throws {
    let test = try CommandTest()
      .file("inner.yaml", "dir: src/out\nexperiments: {a: 1}\ncopy: [src/]\n")
      .file("loop.yaml", "experiments: {a: 1}\ncopy: [code]\n")
      .file("hidden.yaml", "dir: src/.out\nexperiments: {a: 1}\ncopy: [src/]\n")
      .file("src/a.py", "1\n").file("code/deep/a.py", "1\n")
    try Files.symbolicLink("..", at: test.place.at("code/deep/up"))
    let inner = try test.run("cms-ee", verb, "inner.yaml")
    #expect(
      inner.errors == """
        inner.yaml:3:8: error: code 'src/' holds the directory of the experiments, \
        '\(test.place.at("src/out"))' [EE105]
          3 │ copy: [src/]
            │        ^^^^
        hint: choose another dir for them, or name what is to be copied

        """)
    #expect(inner.code == 2)
    #expect(inner.written == [])
    let loop = try test.run("cms-ee", verb, "loop.yaml")
    #expect(
      loop.errors == """
        loop.yaml:2:8: error: code 'code/deep/up' is a link to a directory that holds it [EE105]
          2 │ copy: [code]
            │        ^^^^
        hint: remove the link

        """)
    #expect(loop.code == 2)
    #expect(try test.run("cms-ee", verb, "hidden.yaml").code == 0)
  }
}
