import CommandTable
import Testing

/// One command line, and what it stands for.
struct Line: Sendable, CustomTestStringConvertible {
  let text: String
  let verb: Verb
  var given: [String: [String]] = [:]
  var flags: [String] = []
  var operands: [String] = []

  /// The arguments, separated by one blank each.
  var arguments: [String] { text.split(separator: " ").map(String.init) }
  var testDescription: String { text }
}

@Suite struct ParsingTests {
  @Test(arguments: [
    Line(text: "generate", verb: .generate),
    Line(text: "generate submit --name=a", verb: .submit, given: ["--name": ["a"]]),
    Line(text: "generate --source=s.in.sh", verb: .generate, given: ["--source": ["s.in.sh"]]),
    Line(text: "generate --source s.in.sh", verb: .generate, given: ["-s": ["s.in.sh"]]),
    Line(text: "generate -s s.in.sh", verb: .generate, given: ["--source": ["s.in.sh"]]),
    Line(text: "generate -ss.in.sh", verb: .generate, given: ["--source": ["s.in.sh"]]),
    Line(text: "generate -s=s.in.sh", verb: .generate, given: ["--source": ["s.in.sh"]]),
    Line(text: "generate -qns x", verb: .generate, given: ["-s": ["x"]], flags: ["-q", "-n"]),
    Line(text: "generate -qsx", verb: .generate, given: ["-s": ["x"]], flags: ["--quiet"]),
    Line(text: "generate -qs=x", verb: .generate, given: ["-s": ["x"]], flags: ["--quiet"]),
    Line(text: "generate --source=", verb: .generate, given: ["--source": [""]]),
    Line(text: "generate --set a=b=c", verb: .generate, given: ["--set": ["a=b=c"]]),
    Line(
      text: "generate --set=a=1 -c x --set b=2", verb: .generate,
      given: ["--set": ["a=1", "b=2"], "--config": ["x"]]),
    Line(text: "generate --source=-x", verb: .generate, given: ["--source": ["-x"]]),
    Line(text: "generate --source -", verb: .generate, given: ["--source": ["-"]]),
    Line(text: "generate --source -1.5", verb: .generate, given: ["--source": ["-1.5"]]),
  ])
  func `values stand after an equals sign, a blank or the letter`(line: Line) throws {
    try expect(line)
  }

  @Test(arguments: [
    Line(text: "generate --job-type=sh", verb: .generate, given: ["--job_type": ["sh"]]),
    Line(text: "generate --job_type=sh", verb: .generate, given: ["--job-type": ["sh"]]),
    Line(text: "generate --directory=d", verb: .generate, given: ["--output_dir": ["d"]]),
    Line(text: "generate --output-dir=d", verb: .generate, given: ["--directory": ["d"]]),
  ])
  func `any name and spelling of an option is the same option`(line: Line) throws {
    try expect(line)
  }

  @Test(arguments: [
    Line(text: "-q generate submit", verb: .submit, flags: ["--quiet"]),
    Line(
      text: "--name a generate -q submit", verb: .submit, given: ["--name": ["a"]], flags: ["-q"]),
    Line(text: "generate --name a submit", verb: .submit, given: ["--name": ["a"]]),
    Line(text: "--source submit generate", verb: .generate, given: ["--source": ["submit"]]),
    Line(text: "generate --source submit", verb: .generate, given: ["--source": ["submit"]]),
    Line(
      text: "workflow --name=w add --job=j a=1", verb: .addJob,
      given: ["--name": ["w"], "--job": ["j"]], operands: ["a=1"]),
    Line(text: "workflow service add", verb: .addService),
    Line(text: "-- list", verb: .list),
  ])
  func `the longest verb wins wherever the options stand`(line: Line) throws {
    try expect(line)
  }

  @Test(arguments: [
    Line(text: "list", verb: .list),
    Line(text: "list d --summary", verb: .list, flags: ["--summary"], operands: ["d"]),
    Line(text: "list -", verb: .list, operands: ["-"]),
    Line(text: "list -1", verb: .list, operands: ["-1"]),
    Line(text: "list -.5e-3", verb: .list, operands: ["-.5e-3"]),
    Line(text: "list -- --summary", verb: .list, operands: ["--summary"]),
    Line(text: "list -- --", verb: .list, operands: ["--"]),
    Line(text: "move a b", verb: .move, operands: ["a", "b"]),
    Line(
      text: "workflow add a=1 --job=j b=2", verb: .addJob, given: ["--job": ["j"]],
      operands: ["a=1", "b=2"]),
    Line(text: "workflow service add a b c", verb: .addService, operands: ["a", "b", "c"]),
  ])
  func `operands are the words that remain`(line: Line) throws {
    try expect(line)
  }

  @Test func `an option given twice counts with its last value`() throws {
    let arguments = try #require(try run(["generate", "--source=a", "-sb"])).arguments
    #expect(arguments.value("--source") == "b")
    #expect(arguments.values("--source") == ["a", "b"])
  }

  @Test func `an option that the command lacks was never given`() throws {
    let arguments = try #require(try run(["list", "--summary"])).arguments
    #expect(!arguments.has("--source"))
    #expect(arguments.value("--summary") == nil)
    #expect(arguments.values("--source").isEmpty)
  }

  @Test func `a negative number is an option where its digit is one`() throws {
    let table = CommandTable(
      program: "x", summary: "s", version: "1",
      commands: [
        Command(
          "a", "b", operands: [Operand("N", .any, "n")], options: [Option("-1", "one")], action: 1)
      ],
      globalOptions: [])
    guard case .run(_, let arguments) = try table.parse(["a", "-1", "-2"]) else {
      Issue.record("a command line that is well formed prints a text")
      return
    }
    #expect(arguments.has("-1"))
    #expect(arguments.operands == ["-2"])
  }

  private func expect(_ line: Line) throws {
    let found = try #require(try run(line.arguments))
    #expect(found.verb == line.verb)
    for (option, values) in line.given { #expect(found.arguments.values(option) == values) }
    for option in Array(line.given.keys) + line.flags { #expect(found.arguments.has(option)) }
    #expect(found.arguments.operands == line.operands)
  }

  private func run(_ arguments: [String]) throws -> (verb: Verb, arguments: Arguments)? {
    guard case .run(let verb, let parsed) = try sample.parse(arguments) else { return nil }
    return (verb, parsed)
  }
}
