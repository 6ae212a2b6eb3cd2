import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let planCommand = Command(
  "plan", "Show what generate would write, and write nothing.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + [
    Option("--all", "List experiments that stay the same as well."),
    Option("--count", "Only print the number of experiments."),
    Option("--json", "Print one JSON value, version 1."),
  ],
  details: """
    Each line is an experiment: + new, ~ changed (with the first line that differs), = same, \
    - no longer in the sweep (clean removes it), ! edited by hand (kept), r submitted or running \
    (kept), x not of this campaign (left alone).

    --json is {"version", "campaign", "counts": {"total", "new", "changed", "same", "edited", \
    "busy", "taken", "orphans"}, "experiments": [{"identifier", "uuid", "status", "changes": [{"file", \
    "line", "old", "new", "missing", "executable" (where only that differs), "removed" (no longer \
    in the sweep)}]}]}; those that stay the same are in it with --all.
    """,
  examples: [Example("cms-ee plan sweep.yaml", "what would be written")],
  action: Verb { arguments in
    if arguments.has("--count") {
      let draft = try CampaignDraft(try SweepRequest(arguments).campaign)
      CommandShell.report(draft.allWarnings, arguments)
      let count = draft.spec.space.count
      let text = arguments.has("--json") ? "{\"version\":1,\"count\":\(count)}" : "\(count)"
      Terminal.write(text + "\n", to: .output)
      if let emptiness = draft.spec.emptiness { throw Diagnostics([emptiness]) }
      return .success
    }
    let sweep = try SweepArguments(arguments)
    let counts = try PlanPrinter(arguments).run(sweep, applying: false)
    PlanPrinter(arguments).summarise(counts, "would be")
    return .success
  })
