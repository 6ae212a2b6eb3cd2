import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let statusCommand = Command(
  "status", "Show the nodes of the newest run and their states.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + [
    StatusPrinter.allOption, Option("--json", "Print one JSON value, version 1."),
  ],
  details: StatusPrinter.details,
  examples: [
    Example("cms-cc status demo/mnist.db", "a line a node"),
    Example("cms-cc status demo/mnist.db --all", "and a line for each member of a sweep"),
    Example("cms-cc status demo/mnist.db --json", "for programs"),
  ],
  action: Verb { arguments in
    try StatusPrinter.print(
      try StoredRun(arguments, .readOnly), asJSON: arguments.has("--json"), arguments)
  })

/// Printing the states of a stored run.
enum StatusPrinter {
  static let allOption = Option("--all", "List every node, and every member of a sweep.")
  static let details = """
    A line a node: its state; of a group how far its members are, and which of them failed or were \
    lost; of a job how long it has run, its progress, its attempt beyond the first, its GPU; the cause.

    Up to 200 nodes are all listed. Of more only those that failed, were lost or cancelled, run, \
    are submitted or wait, and groups: the first 20 of each state. The same goes for the members \
    that failed or were lost. The rest is counted; --all lists it, and --json always has every node.

    Of a run that goes on, what keeps jobs from starting is said before that, as its runner has \
    recorded it: a pause, hosts that cannot be reached, that get no more jobs, that are being switched \
    on or off, or whose GPUs somebody else uses. No host is asked.

    --json is {"version", "runs": [{"run", "workflow", "state", "counts": {STATE: number}, "paused", \
    "hosts": [{"name", "state" (unreachable, drained, switching_on, switching_off or busy), "reason", \
    "since"}], "nodes": [{"name", "state", "progress", "host", "gpu", "attempt", "started", "ended", "exit_code", \
    "cause"}]}]}.
    """

  /// Prints the table, or one JSON value.
  static func print(
    _ stored: StoredRun, asJSON: Bool, _ arguments: Arguments
  ) throws -> ExitStatus {
    let text =
      asJSON
      ? try StatusJSON.text(of: stored.run, in: stored.store)
      : try StatusTable.text(of: stored.run, in: stored.store, listsAll: arguments.has("--all"))
    Terminal.write(bytes: UnsafeRawBufferPointer(text.bytes), to: .output)
    return .success
  }
}
