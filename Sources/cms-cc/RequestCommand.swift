import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

/// What the verbs have in common that ask the owner of a run for something.
enum RequestCommand {
  static let nodes = Operand(
    "NODE", .any, "Names of nodes, such as train/* or train/n_[1-3]; all where there is none.")
  static let options =
    CampaignArguments.placeOptions + [
      Option("--no-wait", "Do not wait until it is done."),
      Option("--json", "Print one JSON value, version 1."),
    ]
  static let details = """
    Whoever runs the workflow is asked to do it and answers; if nobody does, it is kept, and the \
    next run or resume begins with it.
    """

  /// Returns the patterns behind the file.
  static func patterns(_ arguments: Arguments) -> [NodePattern] {
    arguments.operands.dropFirst().map(NodePattern.init)
  }

  /// Sends a request and prints what became of it; `nodes` is nil for the whole run.
  static func perform(
    _ action: RequestRecord.Action, nodes: [String]?, _ stored: StoredRun, _ arguments: Arguments
  ) throws -> ExitStatus {
    let sender = RequestSender(stored.run, in: stored.store, base: stored.base)
    let (request, outcome) = try sender.send(
      action, nodes: nodes, isPatient: !arguments.has("--no-wait"))
    if arguments.has("--json") {
      Terminal.write(JSONWriter.text(json(request)) + "\n", to: .output)
    } else if !arguments.has("--quiet") {
      Terminal.write(text(outcome) + "\n", to: .output)
    }
    return .success
  }

  /// Says that there is nothing to ask for.
  static func nothing(_ message: String, _ stored: StoredRun, _ arguments: Arguments) -> ExitStatus
  {
    if arguments.has("--json") {
      let value = JSONValue.object([.init("version", .int(1)), .init("request", .null)])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else if !arguments.has("--quiet") {
      Terminal.write(message + "\n", to: .output)
    }
    return .success
  }

  private static func text(_ outcome: RequestSender.Outcome) -> String {
    switch outcome {
    case .handled(let answer): answer
    case .sent: "asked for"
    case .kept(let jobsGoOn):
      "nobody runs it now\(jobsGoOn ? ", and its jobs go on" : ""): the next cms-cc run or resume "
        + "begins with this"
    }
  }

  /// The promised shape of `--json`, version 1.
  private static func json(_ request: RequestRecord) -> JSONValue {
    .object([
      .init("version", .int(1)),
      .init(
        "request",
        .object([
          .init("run", .string(request.run)), .init("action", .string(request.action.rawValue)),
          .init("nodes", request.nodes.map { .array($0.map(JSONValue.string)) } ?? .null),
          .init("created", .string(request.created)), .init("handled", .optional(request.handled)),
          .init("answer", .optional(request.answer)),
        ])),
    ])
  }
}
