import CommandShell
import CommandTable
import EECore

/// The command line of `cms-cc`: one row a verb.
let commandTable: CommandTable<Verb> = CommandTable(
  program: "cms-cc",
  summary: "Compute coordinator: runs workflows whose nodes may be whole sweeps.",
  version: Version.text,
  commands: [
    runCommand, resumeCommand, cancelCommand, retryCommand, pauseCommand, unpauseCommand,
    statusCommand, listCommand, logsCommand, usageCommand, graphCommand, doctorCommand,
    hostsListCommand, hostsProbeCommand, hostsAddCommand,
    resultsCommand, reportCommand, mergeCommand, exportCommand, compareCommand,
    workflowCommand, workflowAddCommand, workflowDeleteCommand, workflowListCommand,
    workflowRunCommand, workflowStatusCommand, workflowGraphCommand, manualCommand,
  ],
  globalOptions: CommandShell.globalOptions,
  topics: [("Exit codes", ExitStatus.explanation)])
