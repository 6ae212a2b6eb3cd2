import CommandTable

/// The verbs of the small program that these tests speak to.
enum Verb: Sendable {
  case generate
  case submit
  case list
  case addJob
  case addService
  case move
  case start
}

/// A table with the forms of both commands, small enough for its help to be read in full.
let sample = CommandTable<Verb>(
  program: "cms-x", summary: "Make experiments from one file and run them.", version: "1.2.3",
  commands: [
    Command(
      "generate", "write one directory for each experiment",
      options: [
        Option("--source", "-s", value: "TEMPLATE", "the script with frames"),
        Option(
          "--config", "-c", value: "FILES", repeats: true, "configuration files, comma separated"),
        Option("--output_dir", "--directory", value: "DIR", "where the directories go"),
        Option("--job_type", value: "TYPE", "the command that starts a script"),
        Option("--dryrun", "-n", "print the plan and write nothing"),
      ],
      details: """
        Every combination of the swept values becomes a directory with its own script and its own \
        configuration.
          epoch: "[1-3]"
        """,
      examples: [
        Example("cms-x generate --source=slurm.in.sh -n", "show what would be written"),
        Example("cat a | cms-x generate -c 'a b.yaml' > log", "read a file whose name has a blank"),
      ],
      action: .generate),
    Command(
      "generate submit", "print the line that submits each experiment",
      options: [Option("--name", value: "NAME", "the name of the plan")], action: .submit),
    Command(
      "list", "list the experiments", operands: [Operand("DIRECTORY", .optional, "where to look")],
      options: [Option("--summary", "only count them")], action: .list),
    Command(
      "workflow add", "add a job", operands: [Operand("ARGS", .oneOrMore, "ATTRIBUTE=VALUE")],
      options: [
        Option("--name", value: "NAME", "the workflow"), Option("--job", value: "JOB", "the job"),
      ],
      action: .addJob),
    Command(
      "workflow service add", "upload a workflow", operands: [Operand("FILES", .any, "files")],
      action: .addService),
    Command(
      "move", "rename an experiment",
      operands: [Operand("FROM", "the old name"), Operand("TO", "the new name")], action: .move),
    Command(
      "start", "start the service", options: [Option("--port", value: "PORT", "the port")],
      action: .start),
  ],
  globalOptions: [
    Option("--quiet", "-q", "print errors only"),
    Option("--set", value: "KEY=VALUE", repeats: true, "override one value of the configuration"),
  ],
  topics: [("Exit codes", "0   fine\n64  wrong usage")])
