import CommandShell
import CommandTable
import EECore

/// The command line of `cms-ee`: one row a verb.
let commandTable: CommandTable<Verb> = CommandTable(
  program: "cms-ee",
  summary: "Experiment executor: one YAML file with swept parameters becomes experiments.",
  version: Version.text,
  commands: [
    initCommand, planCommand, explainCommand, generateCommand, generateSubmitCommand,
    submitCommand, listCommand, showCommand, cleanCommand, setCommand, setListCommand,
    setDeleteCommand, setClearCommand, setBaseCommand, slurmCommand, seqCommand, stopwatchCommand,
    manualCommand,
  ],
  globalOptions: CommandShell.globalOptions,
  topics: [("Exit codes", ExitStatus.explanation)])
