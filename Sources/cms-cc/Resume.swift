import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import HostIO

let resumeCommand = Command(
  "resume", "Go on with the newest run as it was stored.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + RunArguments.runnerOptions,
  details: """
    What finished stays finished, what still runs is taken over, what finished meanwhile is \
    collected, and only the rest is started: also what was given up under --fail-fast or \
    --max-fails, unless these are given again. The workflow file is not read again. A study that \
    was moved goes on where it is now.
    """,
  examples: [Example("cms-cc resume workflow.yaml --directory demo", "after a crash")],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    try stored.store.check()
    let owned = try OwnedRun(
      stored.run, in: stored.store, takeOver: arguments.has("--take-over"))
    let (run, limits) = try owned.beginning(in: stored.store) {
      if try !RunArguments.stops(arguments) {
        try GivenUpNodes(of: owned, in: stored.store).revive()
      }
      let run = try stored.followed(owned, arguments)
      return (run, try RunArguments.limits(arguments, file: run.record.file))
    }
    return try RunArguments.perform(run, stored.store, base: stored.base, limits, arguments)
  })

extension StoredRun {
  /// Returns a run with its jobs where its study is now.
  fileprivate func followed(_ run: OwnedRun, _ arguments: Arguments) throws -> OwnedRun {
    let file = arguments.operands[0]
    let move = try StudyMove(
      run, file: StoredRun.isDatabase(file) ? nil : file, base: base, in: store)
    guard let move else { return run }
    if !arguments.has("--quiet") { Terminal.write(move.note + "\n", to: .errors) }
    return try move.perform(in: store)
  }
}
