import TestSupport
import Testing

/// Spaces with more points than anybody writes by mistake, and samples of too few.
@Suite struct LargeSpaceTests {
  private static let sweep = "experiments: {a: \"[1-10000]\", b: \"[1-1000]\"}\n"

  @Test func `ten million points are counted without one of them`() throws {
    let run = try CommandTest().file("sweep.yaml", Self.sweep).run(
      "cms-ee", "plan", "sweep.yaml", "--count")
    #expect(run.output == "10000000\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `a sample of ten million points is taken without a question`() throws {
    let run = try CommandTest()
      .file("sweep.yaml", Self.sweep + "sample: {count: 3, seed: 7}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "3 experiments: 3 are new, 0 the same\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `a sample larger than the space says so and takes all`() throws {
    let run = try CommandTest()
      .file("sweep.yaml", "experiments: {a: \"1,2\"}\nsample: {count: 5, seed: 1}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 2 are new, 0 the same\n")
    #expect(
      run.errors == """
        sweep.yaml:2:17: warning: a sample of 5 from 2 points takes all of them [EE137]
          2 │ sample: {count: 5, seed: 1}
            │                 ^
        hint: count: 2 says the same

        """)
    #expect(run.code == 0)
  }

  /// On a terminal: `script` makes one.
  private func answer(_ text: String, _ arguments: String = "") throws -> CommandRun {
    let program = CommandTest.products + "/cms-ee"
    return try CommandTest().file("sweep.yaml", Self.sweep).directory("d.db").run(
      [
        "/usr/bin/script", "-qec",
        "'\(program)' generate sweep.yaml --color=never \(arguments)", "/dev/null",
      ], input: text)
  }

  @Test(arguments: ["n\n", "\n", "yesterday\n"])
  func `on a terminal a question is asked, and anything but yes is no`(text: String) throws {
    let run = try answer(text)
    #expect(run.output.contains("write 10000000 experiments? [y/N] "))
    #expect(
      run.output.hasSuffix(
        "error: 10000000 experiments are more than 100000, and nobody said yes [EE307]\r\n"
          + "hint: --yes writes them; cms-ee explain shows how the count came about\r\n"))
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: [("y\n", ""), ("YES\n", ""), ("", "--yes")])
  func `a yes goes on, to the next mistake`(text: String, option: String) throws {
    let run = try answer(text, "--db d.db \(option)")
    #expect(run.output.contains("write 10000000 experiments? [y/N] ") == option.isEmpty)
    #expect(
      run.output.hasSuffix(
        "error: database '\(run.place.at("d.db"))' is a directory, expected a file [EE303]\r\n"
          + "hint: choose another file with --db\r\n"))
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
