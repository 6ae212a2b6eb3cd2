import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let runCommand = Command(
  "run", "Run a workflow, or go on with it as its file is now.",
  operands: [Operand("FILE", "The workflow file.")],
  options: CampaignArguments.placeOptions + CampaignArguments.lookupOptions
    + CampaignArguments.hostOptions
    + RunArguments.runnerOptions + RunArguments.preparationOptions,
  details: """
    Sweeps are generated first. What is done stays done; jobs of an earlier runner that \
    still run are taken over, not started again. Ctrl-C leaves running jobs alone.
    """,
  examples: [
    Example("cms-cc run workflow.yaml", "run it beside the file"),
    Example("cms-cc run workflow.yaml --directory demo", "write everything below demo/"),
    Example("cms-cc run workflow.yaml --rerun failed", "try again what failed"),
  ],
  action: Verb { arguments in try RunWorkflow.run(arguments.operands[0], arguments) })

/// Running a workflow file, however it was named.
enum RunWorkflow {
  /// Generates, prepares and runs; returns the exit code.
  static func run(_ file: String, _ arguments: Arguments) throws -> ExitStatus {
    let rerun = try RunArguments.rerun(arguments)
    _ = try RunArguments.limits(arguments, file: file)
    let lookup = try CampaignArguments.lookup(arguments, file: file, runsHere: true)
    let study = try Study(file: file, lookup: lookup)
    CommandShell.report(study.spec.notes + study.warnings, arguments)
    let places = CampaignArguments.places(file: file, name: study.spec.name, arguments)
    try study.checkWritable(places)
    try Directories.ensure(Paths.directory(of: places.database))
    let store = try CampaignStore(places.database)
    try store.check()
    let preparation = RunPreparation(study, places: places, store: store)
    try RunArguments.refuseStranger(preparation, file, store, arguments)
    let prepared = try preparation.prepare(
      isNew: arguments.has("--new"), rerun: rerun, force: arguments.has("--force"),
      takeOver: arguments.has("--take-over"))
    RunArguments.explain(prepared.findings, arguments)
    return try RunArguments.perform(prepared.run, store, base: places.base, arguments)
  }
}
