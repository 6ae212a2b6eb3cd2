import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let listCommand = Command(
  "list", "List experiments with their parameters, states, progress and disk use.",
  operands: [
    Operand(
      "PLACE", .optional, "A sweep file, database or directory; the current directory by default.")
  ],
  options: FoundCampaign.options + [
    Option("--summary", "Only count the states."),
    Option(
      "--state", value: "STATES", repeats: true, "Only these: failed,lost; or stale, or missing."),
    Option("--where", value: "EXPR", "Only those for which this SQL expression is true."),
    Option(
      "--disk", "--verbose", "Look into the directories of more than 1,000 experiments as well."),
    Option("--json", "Print one JSON value, version 1."),
    Option("--strict", "Exit with 3 where there is nothing to list."),
  ],
  details: """
    In a directory it is the one *.db there, else the one above it that has its experiments. \
    Where there is none, every subdirectory with a \
    config.yaml is an experiment, and its state is what its *.out file says in its last line \
    "# cloudmesh status=…"; pending where it says nothing.

    The state is that of the node which ran the experiment last, under the identifier and in the \
    directory that it has now; ready where none has. One that is done is stale where generate \
    wrote it in another way since, and one is missing where its directory is not there. For those that are ready, progress shows what a log in \
    their directory says of itself. --quiet prints identifiers only.

    --where names parameters, state and identifier: "epoch > 10 AND gpu = 'a100'", \
    "identifier LIKE 'mlp%'". An experiment that lacks a parameter is not chosen by it.

    --json is {"version", "campaign" (null where there are several, which experiments then \
    name), "experiments": [{"identifier", "uuid", "parameters", \
    "state", "progress", "directory", "stale", "missing" (only where they are true), \
    "reported" (by a log that no run knows), "disk" (bytes)}], \
    "counts": {STATE: number}}, which also has "stale" and "missing" where there are such.
    """,
  examples: [
    Example("cms-ee list demo/mnist.db", "all experiments"),
    Example("cms-ee list --summary", "how far they are"),
    Example("cms-ee list --state failed,lost --quiet", "what went wrong, for the shell"),
    Example("cms-ee list --where \"epochs >= 16 AND state <> 'done'\"", "some of them"),
  ],
  action: Verb { arguments in
    let states = try ListArguments.states(arguments)
    let place = try FoundCampaign(arguments.operands.first, arguments)
    var campaign: String?
    var rows: [ListedRow]
    switch place {
    case .database(let path, let chosen):
      let store = try CampaignStore(path, .readOnly)
      let names = try store.campaignPlaces().keys
      // Of several there is none that all experiments are of.
      campaign = chosen ?? (names.count == 1 ? names.first : nil)
      if arguments.has("--summary"), !ListArguments.needsRows(arguments, states) {
        let counts = StateCounts(try store.experimentCounts(of: chosen))
        return ListArguments.summarise(states.map(counts.keeping) ?? counts, arguments)
      }
      // An expression may name what only experiments of other states have.
      rows = try FoundCampaign.rows(
        of: store, campaign: chosen,
        states: arguments.has("--where") ? nil : ListArguments.recorded(states))
    case .directory(let path): rows = try FoundCampaign.rows(below: path)
    }
    if let text = arguments.value("--where") {
      let filter = try RowFilter(text, over: rows)
      rows = try rows.filter { try filter.keeps($0) }
    }
    if let states { rows = rows.filter { $0.isIn(states) } }
    return ListArguments.print(rows, campaign: campaign, arguments)
  })
