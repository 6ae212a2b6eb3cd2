import CommandTable
import Testing

@Suite struct HelpTests {
  /// The texts that a command line may print.
  enum Page: Sendable {
    case overview
    case generate
    case list
    case workflow
    case version
  }

  private static let overview = """
    usage: cms-x COMMAND [OPTIONS] [OPERANDS]

    Make experiments from one file and run them.

    Commands:
      generate              write one directory for each experiment
      generate submit       print the line that submits each experiment
      list                  list the experiments
      workflow add          add a job
      workflow service add  upload a workflow
      move                  rename an experiment
      start                 start the service

    Options of every command:
      -q, --quiet      print errors only
      --set=KEY=VALUE  override one value of the configuration (may be repeated)
      -h, --help       print this help
      --version        print the version

    Exit codes:
      0   fine
      64  wrong usage

    'cms-x help COMMAND' tells more about a command.
    """

  private static let generate = """
    usage: cms-x generate [OPTIONS]

    write one directory for each experiment

    Every combination of the swept values becomes a directory with its own script
    and its own configuration.
      epoch: "[1-3]"

    Options:
      -s, --source=TEMPLATE  the script with frames
      -c, --config=FILES     configuration files, comma separated (may be repeated)
      --output_dir, --directory=DIR
                             where the directories go
      --job_type=TYPE        the command that starts a script
      -n, --dryrun           print the plan and write nothing

    Options of every command:
      -q, --quiet      print errors only
      --set=KEY=VALUE  override one value of the configuration (may be repeated)
      -h, --help       print this help
      --version        print the version

    Examples:
      cms-x generate --source=slurm.in.sh -n
          show what would be written
      cat a | cms-x generate -c 'a b.yaml' > log
          read a file whose name has a blank

    See also:
      cms-x generate submit  print the line that submits each experiment
    """

  private static let list = """
    usage: cms-x list [--summary] [DIRECTORY]

    list the experiments

    Operands:
      DIRECTORY  where to look

    Options:
      --summary  only count them

    Options of every command:
      -q, --quiet      print errors only
      --set=KEY=VALUE  override one value of the configuration (may be repeated)
      -h, --help       print this help
      --version        print the version
    """

  private static let workflow = """
    usage: cms-x workflow COMMAND [OPTIONS] [OPERANDS]

    Commands:
      workflow add          add a job
      workflow service add  upload a workflow

    'cms-x help workflow COMMAND' tells more.
    """

  @Test(arguments: [
    ("", Page.overview), ("help", .overview), ("--help", .overview), ("-h", .overview),
    ("-q", .overview),
    ("--help --nothing", .overview), ("--", .overview),
    ("help generate", .generate), ("generate --help", .generate), ("-h generate", .generate),
    ("generate --nothing -h x", .generate), ("generate -nh", .generate),
    ("--help generate", .generate),
    ("help list", .list), ("list a b -h", .list), ("list --source --help", .list),
    ("help workflow", .workflow), ("workflow --help", .workflow),
    ("--version", .version), ("list --version", .version),
  ])
  func `help and version are printed wherever they are asked for`(line: String, page: Page) throws {
    let outcome = try sample.parse(line.split(separator: " ").map(String.init))
    guard case .print(let printed) = outcome else {
      Issue.record("'\(line)' runs a command")
      return
    }
    #expect(printed == text(of: page))
  }

  private func text(of page: Page) -> String {
    switch page {
    case .overview: Self.overview
    case .generate: Self.generate
    case .list: Self.list
    case .workflow: Self.workflow
    case .version: "cms-x 1.2.3"
    }
  }

  @Test func `help after two dashes is an operand`() throws {
    guard case .run(.list, let arguments) = try sample.parse(["list", "--", "--help"]) else {
      Issue.record("the help is printed")
      return
    }
    #expect(arguments.operands == ["--help"])
  }

  @Test(arguments: [50, 60, 80])
  func `no line is wider than asked for`(width: Int) throws {
    let texts =
      [sample.help(width: width)] + sample.commands.map { sample.help(for: $0, width: width) }
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func `an option of the command hides the global one of its name`() {
    let table = CommandTable(
      program: "x", summary: "s", version: "1",
      commands: [Command("a", "b", options: [Option("--quiet", "say less")], action: 1)],
      globalOptions: [Option("--quiet", "-q", "print errors only"), Option("--quiet", "z")])
    #expect(
      table.help(for: table.commands[0]) == """
        usage: x a [--quiet]

        b

        Options:
          --quiet  say less

        Options of every command:
          -q          print errors only
          -h, --help  print this help
          --version   print the version
        """)
  }
}
