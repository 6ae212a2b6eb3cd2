import CampaignStore
import EECore
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

  private let refusal = """
    error: 1 directory is in the way in 'experiments', and left alone [EE310]
    hint: cms-ee plan says why; move them away, choose another dir, or --force where only the database was lost

    """

  @Test func `a file in the place of an experiment is left alone, the others are written`() throws {
    let test = try sweep().file("experiments/a_1", "mine")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        x a_1  (left alone: it is no directory)
        + a_2
        2 experiments: 1 would be new, 0 the same, 1 in the way and left alone

        """)
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == refusal)
    #expect(run.code == 2)
    #expect(try run.place.text("experiments/a_1") == "mine")
    #expect(try run.place.names("experiments") == ["a_1", "a_2"])
  }

  @Test(arguments: ["job.sh", "config.yaml"], [[], ["--force"]])
  func `a directory in the place of a file is left alone with all beside it`(
    name: String, options: [String]
  ) throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let path = "experiments/a_1/\(name)"
    try Files.remove(test.place.at(path))
    try test.place.write(path + "/mine", "mine")
    let run = try test.run(["cms-ee", "generate", "sweep.yaml"] + options)
    #expect(run.errors == refusal)
    #expect(run.code == 2)
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        x a_1  (left alone: \(name) in it is no file)
        2 experiments: 0 would be new, 1 the same, 1 in the way and left alone

        """)
    #expect(try test.place.text(path + "/mine") == "mine")
  }

  @Test(
    arguments: [[], ["--force"]],
    ["templates: [job.in.sh, result.in.txt]", "templates: [job.in.sh]\ncopy: [result.txt]"])
  func `a file that a job wrote is never written over, all beside it is`(
    options: [String], addition: String
  ) throws {
    let test = try sweep().file("result.in.txt", "planned {a}\n").file("result.txt", "code\n")
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try test.place.write("experiments/a_1/result.txt", "precious\n")
    try test.place.write("sweep.yaml", "experiments: {a: \"1,2\"}\n\(addition)\n")
    try test.place.write("job.in.sh", "run {a} anew\n")
    let run = try test.run(["cms-ee", "generate", "sweep.yaml"] + options)
    #expect(
      run.output == """
        x a_1  (result.txt is there and was not written by generate, left alone)
        2 experiments: 0 are new, 1 is changed, 0 the same, 1 in the way and left alone

        """)
    #expect(
      run.errors == """
        error: 1 experiment has files in the way that generate did not write, and that are left alone [EE306]
        hint: cms-ee plan names them; move them away, or rename the template or code

        """)
    #expect(run.code == 2)
    #expect(try test.place.text("experiments/a_1/result.txt") == "precious\n")
    #expect(try test.place.text("experiments/a_1/job.sh") == "run 1 anew\n")
    #expect(test.place.exists("experiments/a_2/result.txt"))
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        x a_1  (result.txt is there and was not written by generate, left alone)
        2 experiments: 0 would be new, 1 the same, 1 in the way and left alone

        """)
  }

  @Test func `a pipe in the place of a file is left alone instead of waited for`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try Files.remove(test.place.at("experiments/a_1/job.sh"))
    _ = try test.run("/usr/bin/mkfifo", "experiments/a_1/job.sh")
    let run = try test.run(
      "/usr/bin/timeout", "-sKILL", "60", CommandTest.products + "/cms-ee", "plan", "sweep.yaml")
    #expect(run.output.hasPrefix("x a_1  (left alone: job.sh in it is no file)\n"))
    #expect(run.code == 0)
  }

  @Test(arguments: ["plan", "generate"])
  func `an experiment of another campaign is neither written nor run`(verb: String) throws {
    let test = try sweep().file(
      "other.yaml", "name: other\nexperiments: {a: \"1,2\"}\ntemplates: [job.in.sh]\n")
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let before = try test.place.text("experiments/a_1/config.yaml")
    let run = try test.run(
      ["cms-ee", verb, "other.yaml"] + (verb == "plan" ? [] : ["--force"]))
    #expect(run.code == (verb == "plan" ? 0 : 2))
    #expect(try test.place.text("experiments/a_1/config.yaml") == before)
    #expect(
      try test.run("cms-ee", "plan", "other.yaml").output == """
        x a_1  (left alone: it is not of this campaign)
        x a_2  (left alone: it is not of this campaign)
        2 experiments: 0 would be new, 0 the same, 2 in the way and left alone

        """)
    let submitted = try test.run("cms-ee", "submit", "other.yaml")
    #expect(submitted.code == 2)
    #expect(
      submitted.errors.contains(
        "2 directories are in the way in 'experiments', and left alone [EE310]"))
  }

  @Test func `what took the place of a recorded experiment is not run in its name`() throws {
    let test = try sweep().file(
      "other.yaml", "name: other\nexperiments: {a: \"1,2\"}\ntemplates: [other.in.sh]\n"
    ).file("other.in.sh", "touch other\n")
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try Directories.removeTree(test.place.at("experiments"))
    _ = try test.run("cms-ee", "generate", "other.yaml")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        x a_1  (left alone: it is not of this campaign)
        x a_2  (left alone: it is not of this campaign)
        2 experiments: 0 would be new, 0 the same, 2 in the way and left alone

        """)
    for arguments in [["submit"], ["generate", "--force"]] {
      #expect(try test.run(["cms-ee"] + arguments + ["sweep.yaml"]).code == 2)
    }
    #expect(try test.place.text("experiments/a_1/other.sh") == "touch other\n")
    // The same for files of the user's own.
    try Directories.removeTree(test.place.at("experiments/a_1"))
    try test.place.write("experiments/a_1/job.sh", "touch mine\n")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output.hasPrefix(
        "x a_1  (left alone: it has no config.yaml, and job.sh differs)\n"))
    #expect(try test.run("cms-ee", "submit", "sweep.yaml").code == 2)
    #expect(!test.place.exists("experiments/a_1/mine"))
  }

  @Test func `scripts of a user's own in the place of an experiment are not run`() throws {
    let test = try sweep().file("experiments/a_1/job.sh", "touch ran\n", mode: 0o755)
    #expect(try test.run("cms-ee", "submit", "sweep.yaml").code == 2)
    #expect(!test.place.exists("experiments/a_1/ran"))
  }

  @Test func `what an interrupted generate wrote is no edit after the template changed`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    // As after a kill between writing and recording.
    let files = [1, 2].map { number in
      "\"a_\(number)\":{"
        + ["job.sh", "config.yaml"].map { name in
          let bytes = (try? Files.read(test.place.at("experiments/a_\(number)/\(name)"))) ?? []
          return "\"\(name)\":\"\(Fingerprint(bytes).text)\""
        }.joined(separator: ",") + "}"
    }
    let store = try CampaignStore(test.place.at("sweep.db"))
    try store.connection.execute(
      """
      DELETE FROM experiments;
      INSERT INTO intents (campaign, files) VALUES ('sweep', '{\(files.joined(separator: ","))}')
      """)
    try test.place.write("job.in.sh", "run {a} anew\n")
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 0 are new, 2 are changed, 0 the same\n")
    #expect(try test.place.text("experiments/a_2/job.sh") == "run 2 anew\n")
    #expect(try store.connection.rows("SELECT count(*) FROM intents") { $0.int(0) } == [0])
  }

  @Test func `an intent outlives a sweep that has become smaller`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let store = try CampaignStore(test.place.at("sweep.db"))
    // A kill while a_2 was replaced: the script is the new one, the record the old one's.
    try test.place.write("experiments/a_2/job.sh", "between\n")
    let print = Fingerprint(Array("between\n".utf8)).text
    try store.connection.execute(
      """
      INSERT INTO intents (campaign, files) VALUES ('sweep', '{"a_2":{"job.sh":"\(print)"}}')
      """)
    _ = try test.run("cms-ee", "generate", "sweep.yaml", "-o", "a=1")
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 0 are new, 1 is changed, 1 the same\n")
    #expect(try test.place.text("experiments/a_2/job.sh") == "run 2\n")
  }

  @Test func `without a record what differs is neither taken for ours nor written over`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    for name in ["sweep.db", "sweep.json"] { try Files.remove(test.place.at(name)) }
    try test.place.write("job.in.sh", "run {a} anew\n")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        x a_1  (left alone: it is not recorded here, and job.sh differs)
        x a_2  (left alone: it is not recorded here, and job.sh differs)
        2 experiments: 0 would be new, 0 the same, 2 in the way and left alone

        """)
    let forced = try test.run("cms-ee", "generate", "sweep.yaml", "--force")
    #expect(forced.output == "2 experiments: 0 are new, 2 are changed, 0 the same\n")
    #expect(try test.place.text("experiments/a_2/job.sh") == "run 2 anew\n")
  }

  @Test func `a list whose first experiment is longer than 4 KB is known for ours`() throws {
    let test = try sweep()
    let long = "long=" + String(repeating: "x", count: 5000)
    let command = ["cms-ee", "generate", "sweep.yaml", "-o", long]
    try test.place.write("sweep.yaml", "experiments: {a: [\"{long}\"]}\n")
    #expect(try test.run(command).errors == "")
    let text = try test.place.text("sweep.json")
    try Files.replace(test.place.at("sweep.json"), Array((text.dropLast(2) + ",\n}\n").utf8))
    #expect(try test.run(command).errors == "")
    #expect(try test.place.text("sweep.json") == text)
  }

  @Test func `a directory in the place of NAME.json is left alone, the experiments are written`()
    throws
  {
    let run = try sweep().file("sweep.json/mine", "mine").run("cms-ee", "generate", "sweep.yaml")
    #expect(
      run.errors
        == """
        warning: '\(run.place.at("sweep.json"))' is no list that generate wrote, so it is left alone
        hint: rename it, or the campaign with --name, to have its experiments listed

        """)
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
