import HostIO
import TestSupport
import Testing

/// Values that look like trouble and are none: names are escaped, scripts get them byte for byte.
@Suite struct StrangeValueTests {
  struct Strange: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// As YAML writes it.
    let yaml: String
    let value: String
    /// The directory of the experiment, where the test knows it.
    let directory: String?

    init(_ name: String, _ yaml: String, _ value: String, directory: String?) {
      testDescription = name
      self.yaml = yaml
      self.value = value
      self.directory = directory
    }
  }

  static let long = String(repeating: "x", count: 300)

  @Test(arguments: [
    Strange("a slash", "/data/a b", "/data/a b", directory: "@2Fdata@2Fa@20b"),
    Strange("two dots and a slash", "../../etc", "../../etc", directory: "@2E.@2F..@2Fetc"),
    Strange("a line feed", #""a\nb\n""#, "a\nb\n", directory: "a@0Ab@0A"),
    Strange("300 characters", long, long, directory: nil),
    Strange(
      "300 slashes", #""\#(String(repeating: "/", count: 300))""#,
      String(repeating: "/", count: 300), directory: nil),
    Strange("a leading minus", "-rf", "-rf", directory: "@2Drf"),
    Strange("a leading point", ".git", ".git", directory: "@2Egit"),
    Strange("nothing", #""""#, "", directory: "@"),
    Strange(
      "quotes", #""it's \"$(id)\" `id` \\ ${X}""#, #"it's "$(id)" `id` \ ${X}"#, directory: nil),
    Strange("an at sign", #""a@2Fb""#, "a@2Fb", directory: "a@402Fb"),
    Strange("letters of other scripts", "naïve 雪 🎉", "naïve 雪 🎉", directory: nil),
    Strange("control characters", #""\a\e[31m\x7f\t""#, "\u{7}\u{1B}[31m\u{7F}\t", directory: nil),
  ])
  func `a strange value is escaped in the name and exact in the script`(_ strange: Strange) throws {
    let run = try CommandTest()
      .file(
        "sweep.yaml",
        """
        identifier: "{value}"
        experiments:
          value:
            - \(strange.yaml)
        templates: [job.in.sh]

        """
      )
      .file("job.in.sh", "#!/bin/sh\nprintf %s {sh.value}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    try #require(run.code == 0)
    let names = try run.place.names("experiments")
    let name = try #require(names.first)
    #expect(names.count == 1)
    #expect(name.utf8.count <= 200)
    if let directory = strange.directory { #expect(name == directory) }
    let printed = try Spawn.output(of: ["/bin/sh", run.place.at("experiments/\(name)/job.sh")])
    #expect(String(decoding: printed.output, as: UTF8.self) == strange.value)
  }

  @Test func `what generate submit prints can be run`() throws {
    let test = try CommandTest()
      .file(
        "sweep.yaml",
        """
        name: "it's"
        dir: "a b"
        experiments: {value: ["x\\ny", "$(touch pwned)"]}
        templates: [job.in.sh]

        """
      )
      .file("job.in.sh", "printf '%s|' {sh.value} >> ../../ran\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    let submit = try test.run("cms-ee", "generate", "submit", "sweep.yaml", "--job_type=sh")
    #expect(submit.code == 0)
    #expect(submit.written == [])
    let jobs = try test.file("jobs.sh", submit.output).run("/bin/sh", "jobs.sh")
    #expect(jobs.errors == "")
    #expect(jobs.written == ["ran"])
    #expect(try jobs.place.text("ran") == "x\ny|$(touch pwned)|")
  }
}
