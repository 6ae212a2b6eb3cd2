import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable

let resumeCommand = Command(
  "resume", "Go on with the newest run as it was stored.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + RunArguments.runnerOptions,
  details: """
    What finished stays finished, what still runs is taken over, what finished meanwhile is \
    collected, and only the rest is started: also what was given up under --fail-fast or \
    --max-fails, unless these are given again. The workflow file is not read again.
    """,
  examples: [Example("cms-cc resume workflow.yaml --directory demo", "after a crash")],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    try stored.store.check()
    let run = try OwnedRun(
      stored.run, in: stored.store, takeOver: arguments.has("--take-over"))
    if try !RunArguments.stops(arguments) { try GivenUpNodes(of: run, in: stored.store).revive() }
    return try RunArguments.perform(run, stored.store, base: stored.base, arguments)
  })
