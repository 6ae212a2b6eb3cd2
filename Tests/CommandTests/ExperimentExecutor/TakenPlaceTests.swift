import HostIO
import TestSupport
import Testing

/// Places where something else stands than what belongs there, and where nothing can be written.
@Suite struct TakenPlaceTests {
  private func sweep() throws -> CommandTest {
    try CommandTest()
      .file("sweep.yaml", "experiments: {a: \"1,2\"}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "run {a}\n")
  }

  @Test(arguments: ["generate", "plan"])
  func `a file in the place of an experiment is reported and kept`(verb: String) throws {
    let run = try sweep().file("experiments/a_1", "mine").run("cms-ee", verb, "sweep.yaml")
    #expect(
      run.errors == """
        error: '\(run.place.at("experiments/a_1"))' is a file, expected a directory [EE303]
        hint: move it out of the way

        """)
    #expect(run.code == 2)
    #expect(try run.place.text("experiments/a_1") == "mine")
    #expect(try run.place.names("experiments") == ["a_1"])
  }

  @Test(arguments: ["job.sh", "config.yaml"], [[], ["--force"]])
  func `a directory in the place of a file is reported and kept`(
    name: String, options: [String]
  ) throws {
    let path = "experiments/a_1/\(name)"
    let test = try sweep().file(path + "/mine", "mine")
    for arguments in [["generate", "sweep.yaml"] + options, ["plan", "sweep.yaml"]] {
      let run = try test.run(["cms-ee"] + arguments)
      #expect(
        run.errors == """
          error: '\(run.place.at(path))' is a directory, expected a file [EE303]
          hint: move it out of the way

          """)
      #expect(run.code == 2)
    }
    #expect(try test.place.text(path + "/mine") == "mine")
    #expect(try test.place.names("experiments/a_1") == [name])
  }

  @Test func `a pipe in the place of a file is reported instead of waited for`() throws {
    let test = try sweep().directory("experiments/a_1")
    _ = try test.run("/usr/bin/mkfifo", "experiments/a_1/job.sh")
    let run = try test.run(
      "/usr/bin/timeout", "-sKILL", "5", CommandTest.products + "/cms-ee", "plan", "sweep.yaml")
    #expect(
      run.errors == """
        error: '\(run.place.at("experiments/a_1/job.sh"))' is a pipe, socket or device, expected a file [EE303]
        hint: move it out of the way

        """)
    #expect(run.code == 2)
  }

  @Test func `a directory in the place of NAME.json is left alone, the experiments are written`()
    throws
  {
    let run = try sweep().file("sweep.json/mine", "mine").run("cms-ee", "generate", "sweep.yaml")
    #expect(
      run.errors
        == "warning: '\(run.place.at("sweep.json"))' lists no experiments, so it is left alone\n")
    #expect(run.output == "2 experiments: 2 are new, 0 the same\n")
    #expect(run.code == 0)
    #expect(try run.place.names("sweep.json") == ["mine"])
  }

  @Test func `a directory in the place of NAME.db is reported`() throws {
    let run = try sweep().file("sweep.db/mine", "mine").run("cms-ee", "generate", "sweep.yaml")
    #expect(
      run.errors == """
        error: database '\(run.place.at("sweep.db"))' is a directory, expected a file [EE303]
        hint: choose another file with --db

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: [
    (["--directory", "locked"], "locked/experiments", "--directory"),
    (["--output_dir", "locked/runs"], "locked/runs", "--output_dir"),
    (["--db", "locked/x.db"], "locked", "--db"),
  ])
  func `a read-only directory is refused before anything is written`(
    options: [String], place: String, option: String
  ) throws {
    let test = try sweep().directory("locked")
    // Root may write anywhere unless it gives that up.
    let run = try test.run(
      [
        "/bin/sh", "-c",
        """
        chmod 555 locked
        if [ "$(id -u)" = 0 ]; then exec setpriv --bounding-set=-dac_override "$0" "$@"; fi
        exec "$0" "$@"
        """, CommandTest.products + "/cms-ee", "generate", "sweep.yaml",
      ] + options)
    #expect(
      run.errors == """
        error: cannot write in '\(test.place.at(place))': '\(test.place.at("locked"))' is not writable [EE303]
        hint: choose another place with \(option)

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
