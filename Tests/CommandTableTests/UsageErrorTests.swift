import CommandTable
import Testing

private let generate = "usage: cms-x generate [OPTIONS]"
private let submit = "usage: cms-x generate submit [--name=NAME]"
private let list = "usage: cms-x list [--summary] [DIRECTORY]"
private let move = "usage: cms-x move FROM TO"
private let program = "usage: cms-x COMMAND [OPTIONS] [OPERANDS]"

@Suite struct UsageErrorTests {
  @Test(arguments: [
    ("generate --sorce=x", "unknown option '--sorce'", generate, "did you mean '--source'?"),
    ("generate -source", "unknown option '-source'", generate, "did you mean '--source'?"),
    ("generate --sour=x", "unknown option '--sour'", generate, "did you mean '--source'?"),
    (
      "generate --job=x", "unknown option '--job'", generate, "did you mean '--job_type'?"
    ),
    (
      "generate --nothing", "unknown option '--nothing'", generate,
      "expected one of: --source, --config, --output_dir, --job_type, --dryrun, --quiet, --set, "
        + "--help, --version"
    ),
    (
      "list -z", "unknown option '-z'", list,
      "expected one of: --summary, --quiet, --set, --help, --version"
    ),
    (
      "list -qz", "unknown option '-z'", list,
      "expected one of: --summary, --quiet, --set, --help, --version"
    ),
    ("list --quite", "unknown option '--quite'", list, "did you mean '--quiet'?"),
    ("--sorce=x generate", "unknown option '--sorce'", program, "did you mean '--source'?"),
    (
      "--source x list", "unknown option '--source'", list,
      "expected one of: --summary, --quiet, --set, --help, --version"
    ),
    ("--nothing", "unknown option '--nothing'", program, "'cms-x help' lists the options"),
  ])
  func `an unknown option`(line: String, message: String, usage: String, hint: String?) {
    expect(line, UsageError(message, usage: usage, hint: hint))
  }

  @Test(arguments: [
    (
      "generate submit --name", "option '--name' needs a value: found none, expected NAME", submit,
      nil
    ),
    (
      "generate submit --name --quiet",
      "option '--name' needs a value: found '--quiet', expected NAME", submit,
      "write '--name=--quiet' if that is the value"
    ),
    (
      "generate -s -x", "option '-s' needs a value: found '-x', expected TEMPLATE", generate,
      "write '-s=-x' if that is the value"
    ),
    (
      "list --summary=yes", "option '--summary' is a flag: found the value 'yes', expected none",
      list, nil
    ),
    ("list -q=1", "option '-q' is a flag: found the value '1', expected none", list, nil),
    ("--set", "option '--set' needs a value: found none, expected KEY=VALUE", program, nil),
  ])
  func `a value too few or too many`(line: String, message: String, usage: String, hint: String?) {
    expect(line, UsageError(message, usage: usage, hint: hint))
  }

  @Test(arguments: [
    ("genrate --source=x", "unknown command 'genrate'", program, "did you mean 'generate'?"),
    ("genrate --help", "unknown command 'genrate'", program, "did you mean 'generate'?"),
    ("help genrate", "unknown command 'genrate'", program, "did you mean 'generate'?"),
    ("hlep", "unknown command 'hlep'", program, "did you mean 'help'?"),
    (
      "xyzzy", "unknown command 'xyzzy'", program,
      "expected one of: generate, list, workflow, move, start"
    ),
    ("gen", "unknown command 'gen'", program, "did you mean 'generate'?"),
    (
      "workflow ad a=1", "unknown command 'workflow ad'",
      "usage: cms-x workflow COMMAND [OPTIONS] [OPERANDS]", "did you mean 'workflow add'?"
    ),
    (
      "workflow", "'workflow' needs a verb: found none, expected one of: add, service",
      "usage: cms-x workflow COMMAND [OPTIONS] [OPERANDS]", nil
    ),
  ])
  func `an unknown command`(line: String, message: String, usage: String, hint: String?) {
    expect(line, UsageError(message, usage: usage, hint: hint))
  }

  @Test(arguments: [
    ("move", "missing operand FROM: found none, expected FROM TO", move, nil),
    ("move a", "missing operand TO: found 'a', expected FROM TO", move, nil),
    ("move a b c", "unexpected operand 'c': expected FROM TO", move, nil),
    ("list a b", "unexpected operand 'b': expected [DIRECTORY]", list, nil),
    (
      "generate sumbit", "unexpected operand 'sumbit': expected none", generate,
      "did you mean 'generate submit'?"
    ),
    (
      "generate -- submit", "unexpected operand 'submit': expected none", generate,
      "did you mean 'generate submit'?"
    ),
    (
      "workflow add", "missing operand ARGS: found none, expected ARGS...",
      "usage: cms-x workflow add [--name=NAME] [--job=JOB] ARGS...", nil
    ),
  ])
  func `an operand too few or too many`(line: String, message: String, usage: String, hint: String?)
  {
    expect(line, UsageError(message, usage: usage, hint: hint))
  }

  @Test func `the text shows message, usage and hint, one line each`() {
    #expect(
      UsageError("no", usage: "usage: x", hint: "try y").description
        == "error: no\nusage: x\nhint: try y")
    #expect(UsageError("no", usage: "usage: x").description == "error: no\nusage: x")
  }

  @Test func `a command makes its own mistakes with its usage line`() throws {
    guard case .run(_, let arguments) = try sample.parse(["start", "--port=x"]) else {
      Issue.record("a command line that is well formed prints a text")
      return
    }
    #expect(
      arguments.mistake("option '--port': found 'x', expected a number")
        == UsageError(
          "option '--port': found 'x', expected a number", usage: "usage: cms-x start [--port=PORT]"
        ))
  }

  private func expect(_ line: String, _ expected: UsageError) {
    #expect(throws: expected) { try sample.parse(line.split(separator: " ").map(String.init)) }
  }
}
