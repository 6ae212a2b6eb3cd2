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
    Option("--all", "Show every member of a sweep as well."),
    Option("--json", "Print one JSON value, version 1."),
  ],
  examples: [
    Example("cms-cc status demo/mnist.db", "a line a node"),
    Example("cms-cc status demo/mnist.db --json", "for programs"),
  ],
  action: Verb { arguments in
    try StatusPrinter.print(
      try StoredRun(arguments, .readOnly), asJSON: arguments.has("--json"), arguments)
  })

/// Printing the states of a stored run.
enum StatusPrinter {
  /// Prints a line a node, or one JSON value.
  static func print(
    _ stored: StoredRun, asJSON: Bool, _ arguments: Arguments
  ) throws -> ExitStatus {
    let status = try RunStatus(
      stored.run, in: stored.store, members: asJSON || arguments.has("--all"))
    if asJSON {
      let value = JSONValue.object([
        .init("version", .int(1)), .init("runs", .array([status.json])),
      ])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else {
      Terminal.write(status.text(), to: .output)
    }
    return .success
  }
}
