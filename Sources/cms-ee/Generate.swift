import CommandShell
import CommandTable
import EECampaign

let generateCommand = Command(
  "generate", "Write the experiments of a sweep: one directory each.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + [
    Option("--dryrun", "Only show what would be written; the same as plan."),
    Option("--json", "Print one JSON value, version 1: the counts, as plan does."),
    Option("--force", "Also change what was edited by hand, is submitted or is running."),
  ],
  details: """
    Writes only what is new or changed, and never over a file that was edited since. \
    If it is interrupted, run it again.
    """,
  examples: [
    Example("cms-ee generate sweep.yaml", "write the experiments beside the file"),
    Example("cms-ee generate sweep.yaml --directory demo", "write them below demo/"),
  ],
  action: Verb { arguments in
    let applying = !arguments.has("--dryrun")
    let sweep = try SweepArguments(arguments, writing: applying)
    let counts = try PlanPrinter(arguments).run(sweep, applying: applying)
    PlanPrinter(arguments).summarise(counts, applying ? "are" : "would be")
    if applying { try sweep.campaign.refuseTaken(counts) }
    let isIdle = counts.same == counts.total
    return applying && isIdle && arguments.has("--strict") ? .nothingToDo : .success
  })
