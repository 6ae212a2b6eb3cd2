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
    + RunArguments.runnerOptions + RunArguments.preparationOptions
    + [RunWorkflow.dryOption, RunWorkflow.handsOffOption, RunWorkflow.strictOption],
  details: """
    Sweeps are generated first. What is done stays done; jobs of an earlier runner that \
    still run are taken over, not started again. Ctrl-C leaves running jobs alone.

    --dryrun writes nothing, and prints in the order of the run what it would do with each node: \
    run it, leave it as it is (done, stale, failed, …) or skip it; what it asks for, and on which \
    condition it runs. --dryrun --json is {"version", "workflow", "host", "cpus", "counts": \
    {ACTION: number}, "nodes": [{"name", "kind", "group", "action", "when", "reason", "problem", \
    "cpus", "memory" (bytes), "gpus", "exclusive", "time" (seconds), "hosts"}]}.

    --hands-off hands the whole graph over to Slurm and returns; cms-cc resume collects what came of \
    it. It is refused where a node needs a runner: for a condition, a loop, results of earlier nodes, or \
    another host.
    """,
  examples: [
    Example("cms-cc run workflow.yaml", "run it beside the file"),
    Example("cms-cc run workflow.yaml --directory demo", "write everything below demo/"),
    Example("cms-cc run workflow.yaml --rerun failed", "try again what failed"),
    Example("cms-cc run workflow.yaml -n", "what it would do"),
  ],
  action: Verb { arguments in try RunWorkflow.run(arguments.operands[0], arguments) })

/// Running a workflow file, however it was named.
enum RunWorkflow {
  static let dryOption = Option(
    "--dryrun", "--dry-run", "-n", value: nil, "Only show what would run, and write nothing.")

  static let strictOption = Option(
    "--strict",
    "Take a bare {word} that names nothing for a mistake; exit with 3 where nothing was left to run."
  )

  static let handsOffOption = Option(
    "--hands-off", "Leave the whole graph to Slurm, with its dependencies, and return.")

  /// Generates, prepares and runs; returns the exit code.
  static func run(_ file: String, _ arguments: Arguments) throws -> ExitStatus {
    let rerun = try RunArguments.rerun(arguments)
    let limits = try RunArguments.limits(arguments, file: file)
    let lookup = try CampaignArguments.lookup(
      arguments, file: file, runsHere: true, offersLenient: false)
    let study = try Study(file: file, lookup: lookup)
    CommandShell.report(study.spec.notes + study.warnings, arguments)
    let places = CampaignArguments.places(file: file, name: study.spec.name, arguments)
    try study.checkWritable(places)
    guard !arguments.has("--dryrun") else {
      return try preview(study, places, rerun, limits, arguments)
    }
    try Directories.ensure(Paths.directory(of: places.database))
    let store = try CampaignStore(places.database)
    let preparation = RunPreparation(study, places: places, store: store)
    try RunArguments.refuseStranger(preparation, file, store, arguments)
    let prepared = try preparation.prepare(
      isNew: arguments.has("--new"), rerun: rerun, force: arguments.has("--force"),
      takeOver: arguments.has("--take-over"))
    RunArguments.explain(prepared.findings, arguments)
    return try RunArguments.perform(prepared.run, store, base: places.base, limits, arguments)
  }
  /// Prints what a run would do; a database that is not there is not made.
  private static func preview(
    _ study: Study, _ places: Places, _ rerun: Set<RunPreparation.Rerun>, _ limits: RunLimits,
    _ arguments: Arguments
  ) throws -> ExitStatus {
    let isFirst = Files.status(places.database) == nil
    let store =
      try isFirst ? CampaignStore(":memory:") : CampaignStore(places.database, .readOnly)
    let preparation = RunPreparation(study, places: places, store: store)
    try RunArguments.refuseStranger(preparation, study.spec.file, store, arguments)
    let (outlook, findings) = try preparation.outlook(
      isNew: arguments.has("--new"), rerun: rerun, takeOver: arguments.has("--take-over"),
      limits: limits)
    guard !arguments.has("--json") else {
      Terminal.write(JSONWriter.text(outlook.json) + "\n", to: .output)
      return .success
    }
    RunArguments.explain(findings, arguments)
    Terminal.write(outlook.text(), to: .output)
    return .success
  }
}
