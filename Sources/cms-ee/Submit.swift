import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let submitCommand = Command(
  "submit", "Generate the experiments of a sweep and run them all, here or on --host.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + RunArguments.runnerOptions + RunArguments.preparationOptions + [
    Option("--dryrun", "-n", "Only show which experiments would run.")
  ],
  details: """
    The same as a cms-cc workflow whose only node is the sweep, so cms-cc status, logs, report and \
    resume work on its database. What is done stays done; jobs of an earlier runner that still run \
    are taken over. Ctrl-C leaves running jobs alone. --host names a host of the hosts file that ssh \
    reaches, or a Slurm; for other batch systems see generate submit.
    """,
  examples: [
    Example("cms-ee submit sweep.yaml", "run what has not been run yet"),
    Example("cms-ee submit sweep.yaml --jobs 4 --rerun failed", "four at once, failed ones again"),
    Example("cms-ee submit sweep.yaml -n", "what would run"),
    Example("cms-ee submit sweep.yaml --host rivanna", "as an array of a Slurm"),
  ],
  action: Verb { arguments in
    let rerun = try RunArguments.rerun(arguments)
    let sweep = try SweepArguments(
      arguments, writing: !arguments.has("--dryrun"), runsHere: true)
    let host = sweep.campaign.host
    let study = try Study(of: sweep.campaign, on: host?.kind == "local" ? nil : host?.name)
    if arguments.has("--dryrun") { return try preview(study, sweep, rerun, arguments) }
    let limits = try RunArguments.limits(arguments, file: sweep.campaign.file)
    let store = try sweep.openStore()
    let preparation = RunPreparation(study, places: sweep.places, store: store)
    try RunArguments.refuseStranger(preparation, sweep.campaign.file, store, arguments)
    let prepared = try preparation.prepare(
      isNew: arguments.has("--new"), rerun: rerun, force: arguments.has("--force"),
      takeOver: arguments.has("--take-over"))
    RunArguments.explain(prepared.findings, arguments)
    return try RunArguments.perform(prepared.run, store, base: sweep.places.base, limits, arguments)
  })

private func preview(
  _ study: Study, _ sweep: SweepArguments, _ rerun: Set<RunPreparation.Rerun>,
  _ arguments: Arguments
) throws -> ExitStatus {
  let isFirst = Files.status(sweep.places.database) == nil
  let store =
    try isFirst
    ? CampaignStore(":memory:") : CampaignStore(sweep.places.database, .readOnly)
  let preparation = RunPreparation(study, places: sweep.places, store: store)
  try RunArguments.refuseStranger(preparation, sweep.campaign.file, store, arguments)
  let found = try preparation.preview(isNew: arguments.has("--new"), rerun: rerun)
  Terminal.write(found.names.map { $0 + "\n" }.joined(), to: .output)
  if !arguments.has("--quiet") {
    Terminal.write("\(found.names.count) of \(found.total) experiments would run\n", to: .output)
  }
  return .success
}
