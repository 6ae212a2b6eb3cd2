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
  ],
  details: """
    Each line is an experiment: + new, ~ changed (with the first line that differs), = same, \
    - no longer in the sweep (clean removes it), ! edited by hand (kept), r submitted or running \
    (kept), x not of this campaign (left alone).
    """,
  examples: [Example("cms-ee plan sweep.yaml", "what would be written")],
  action: Verb { arguments in
    if arguments.has("--count") {
      let draft = try CampaignDraft(try SweepRequest(arguments).campaign)
      CommandShell.report(draft.allWarnings, arguments)
      Terminal.write("\(draft.spec.space.count)\n", to: .output)
      if let emptiness = draft.spec.emptiness { throw Diagnostics([emptiness]) }
      return .success
    }
    let sweep = try SweepArguments(arguments)
    let counts = try PlanPrinter(arguments).run(sweep, applying: false)
    PlanPrinter(arguments).summarise(counts, "would be")
    return .success
  })
