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
    collected, and only the rest is started. The workflow file is not read again.
    """,
  examples: [Example("cms-cc resume workflow.yaml --directory demo", "after a crash")],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    try stored.store.check()
    let run = try OwnedRun(
      stored.run, in: stored.store, takeOver: arguments.has("--take-over"))
    return try RunArguments.perform(run, stored.store, base: stored.base, arguments)
  })
