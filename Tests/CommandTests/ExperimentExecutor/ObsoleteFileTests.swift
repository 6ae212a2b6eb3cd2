import HostIO
import TestSupport
import Testing

/// Files that generate wrote and that the sweep has no more: a template or code taken out of its list.
@Suite struct ObsoleteFileTests {
  private let test: CommandTest

  /// Two experiments with a script, another text, and code in a directory.
  init() throws {
    test = try CommandTest().file("job.in.sh", "echo {a}\n").file("notes.in.txt", "notes of {a}\n")
      .file("src/one.py", "1\n").file("src/two.py", "2\n")
    try write(templates: "job.in.sh, notes.in.txt", copy: "src/")
    try #require(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
  }

  private func write(templates: String, copy: String) throws {
    try test.place.write(
      "sweep.yaml",
      "name: tiny\nexperiments: {a: '1,2'}\ntemplates: [\(templates)]\ncopy: [\(copy)]\n")
  }

  private func output(_ arguments: String...) throws -> String {
    let run = try test.run(["cms-ee"] + arguments)
    #expect(run.errors == "")
    return run.output
  }

  @Test func `plan names them, and generate removes them with directories that are empty then`()
    throws
  {
    try write(templates: "job.in.sh", copy: "")
    #expect(
      try output("plan", "sweep.yaml") == """
        ~ a_1  (notes.txt is no longer in the sweep; src/one.py is no longer in the sweep; \
        src/two.py is no longer in the sweep)
        ~ a_2  (notes.txt is no longer in the sweep; src/one.py is no longer in the sweep; \
        src/two.py is no longer in the sweep)
        2 experiments: 0 would be new, 2 would be changed, 0 the same

        """)
    #expect(
      try output("generate", "sweep.yaml")
        == "2 experiments: 0 are new, 2 are changed, 0 the same\n")
    #expect(try test.place.names("experiments/a_1") == ["config.yaml", "job.sh"])
    #expect(
      try output("plan", "sweep.yaml") == "2 experiments: 0 would be new, 2 the same\n")
    #expect(
      try output("show", "a_1").hasSuffix(
        "  config.yaml  as generated\n  job.sh       as generated\n"))
  }

  @Test func `in JSON they are marked as removed`() throws {
    try write(templates: "job.in.sh", copy: "src/")
    #expect(
      try output("plan", "sweep.yaml", "--json").contains(
        #""status":"changed","changes":[{"file":"notes.txt","removed":true}]}"#))
  }

  @Test func `what was edited by hand stays, also with force`() throws {
    try test.place.write("experiments/a_1/notes.txt", "mine\n")
    try write(templates: "job.in.sh", copy: "")
    #expect(
      try output("generate", "sweep.yaml")
        == "2 experiments: 0 are new, 2 are changed, 0 the same\n")
    #expect(try test.place.names("experiments/a_1") == ["config.yaml", "job.sh", "notes.txt"])
    #expect(try test.place.names("experiments/a_2") == ["config.yaml", "job.sh"])
    #expect(try output("plan", "sweep.yaml") == "2 experiments: 0 would be new, 2 the same\n")
    #expect(
      try output("generate", "sweep.yaml", "--force") == "2 experiments: 0 are new, 2 the same\n")
    #expect(try test.place.text("experiments/a_1/notes.txt") == "mine\n")
  }

  @Test func `beside a file that generate did not write, which may be a result, all stays`() throws
  {
    try test.place.write("experiments/a_1/src/result.csv", "1\n")
    try write(templates: "job.in.sh", copy: "")
    #expect(
      try output("generate", "sweep.yaml") == "2 experiments: 0 are new, 1 is changed, 1 the same\n"
    )
    #expect(
      try test.place.names("experiments/a_1") == ["config.yaml", "job.sh", "notes.txt", "src"])
    #expect(try test.place.names("experiments/a_1/src") == ["one.py", "result.csv", "two.py"])
    #expect(try test.place.names("experiments/a_2") == ["config.yaml", "job.sh"])
  }

  @Test func `an experiment that has run keeps what it ran with`() throws {
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    try write(templates: "job.in.sh", copy: "")
    #expect(try output("plan", "sweep.yaml") == "2 experiments: 0 would be new, 2 the same\n")
    #expect(try output("generate", "sweep.yaml") == "2 experiments: 0 are new, 2 the same\n")
    #expect(test.place.exists("experiments/a_1/notes.txt"))
    #expect(test.place.exists("experiments/a_1/src/one.py"))
  }

  @Test func `what comes back into the sweep is written again`() throws {
    try write(templates: "job.in.sh", copy: "src/")
    _ = try output("generate", "sweep.yaml")
    try write(templates: "job.in.sh, notes.in.txt", copy: "src/")
    #expect(
      try output("plan", "sweep.yaml").hasPrefix("~ a_1  (notes.txt is missing)\n"))
    _ = try output("generate", "sweep.yaml")
    #expect(try test.place.text("experiments/a_2/notes.txt") == "notes of 2\n")
  }
}
