import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let logsCommand = Command(
  "logs", "Print the log of a node's newest attempt.",
  operands: [StoredRun.operand, Operand("NODE", "Such as train/mlp-1, or fetch-data.")],
  options: CampaignArguments.placeOptions + [
    Option("--follow", "-f", "Go on printing until the attempt has ended."),
    Option("--attempt", value: "N", "An earlier attempt than the newest."),
    Option("--json", "Print where the logs are as one JSON value, version 1."),
  ],
  details: """
    What is printed is what the job wrote, byte for byte. --json is {"version", "node", \
    "attempts": [{"attempt", "state", "log"}]}.
    """,
  examples: [
    Example("cms-cc logs demo/mnist.db fetch-data", "what it printed"),
    Example("cms-cc logs workflow.yaml train/mlp-1 -f", "what it prints, as it does"),
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readOnly)
    let node = arguments.operands[1]
    let attempts = try stored.store.attempts(of: node, run: stored.run.id)
    guard let newest = attempts.last else { throw try NodeLog.missing(of: node, in: stored) }
    if arguments.has("--json") {
      NodeLog.printPlaces(of: attempts, node: node)
      return .success
    }
    let attempt = try NodeLog.chosen(attempts, newest: newest, arguments)
    try NodeLog(attempt, stored).print(following: arguments.has("--follow"))
    return .success
  })

/// The log of one attempt.
struct NodeLog {
  /// How often a log that is followed is looked at, in milliseconds.
  private static let pause: Int32 = 100

  private let attempt: AttemptRecord
  private let stored: StoredRun
  /// Where the run was merged from.
  private let origins: [CampaignStore.Origin]

  init(_ attempt: AttemptRecord, _ stored: StoredRun) throws(StoreError) {
    self.attempt = attempt
    self.stored = stored
    origins = try stored.store.origins(of: stored.run.id)
  }

  /// Says why a node has no log.
  static func missing(of name: String, in stored: StoredRun) throws(StoreError) -> Diagnostics {
    let nodes = try stored.store.nodes(of: stored.run.id)
    guard let node = nodes.first(where: { $0.name == name }) else {
      return Diagnostics(
        .unknownNode, "there is no node '\(name)' in run \(stored.run.id)",
        hint: Suggestion.hint(for: name, among: nodes.map(\.name)))
    }
    switch node.kind {
    case .group:
      let members = nodes.filter { $0.group == name }.map(\.name)
      let shown = members.prefix(5).joined(separator: ", ")
      return Diagnostics(
        .unknownNode,
        members.isEmpty
          ? "'\(name)' is a group whose members are not known yet"
          : "'\(name)' is a group of \(members.count), each with a log of its own",
        hint: members.isEmpty
          ? nil : "name one of them: \(shown)" + (members.count > 5 ? ", …" : ""))
    case .marker:
      return Diagnostics(.unknownNode, "'\(name)' is a marker: it runs nothing and prints nothing")
    case .job:
      let cause = node.cause.map { ", because \($0)" } ?? ""
      return Diagnostics(
        .unknownNode, "'\(name)' has not begun: it is \(node.state.rawValue)\(cause)")
    }
  }

  static func path(of attempt: AttemptRecord) -> String { Paths.join(attempt.directory, "log") }

  static func chosen(
    _ attempts: [AttemptRecord], newest: AttemptRecord, _ arguments: Arguments
  ) throws -> AttemptRecord {
    guard let text = arguments.value("--attempt") else { return newest }
    guard let attempt = attempts.first(where: { String($0.number) == text }) else {
      throw arguments.mistake(
        "--attempt is '\(text)', expected one of: "
          + attempts.map { String($0.number) }.joined(separator: ", "))
    }
    return attempt
  }

  /// Prints what there is, and when following also what comes until the attempt has ended.
  func print(following: Bool) throws {
    var end = try print(from: 0)
    guard following else { return }
    let loop = try EventLoop()
    while try !hasEnded() {
      _ = loop.wait(upTo: Self.pause)
      end = try print(from: end)
    }
    _ = try print(from: end)
  }

  private func print(from offset: Int) throws -> Int {
    let path = NodeLog.path(of: attempt)
    guard Files.status(path) != nil else {
      // A job that was not started yet has none.
      guard attempt.state.isFinal || !origins.isEmpty else { return offset }
      throw Diagnostics(
        .missingFile, "the log of '\(attempt.node)' is not there: '\(path)'",
        hint: origins.first.map {
          "run \(stored.run.id) was merged from \($0), and logs stay there"
        })
    }
    return try Files.read(path, from: offset) { Terminal.write(bytes: $0, to: .output) }
  }

  private func hasEnded() throws -> Bool {
    let attempts = try stored.store.attempts(of: attempt.node, run: stored.run.id)
    let now = attempts.first { $0.number == attempt.number }
    // Its runner may be gone; the record tells all the same.
    return now?.state.isFinal ?? true
      || Files.status(Paths.join(attempt.directory, "exit.0")) != nil
  }

  static func printPlaces(of attempts: [AttemptRecord], node: String) {
    let items = attempts.map { attempt in
      JSONValue.object([
        .init("attempt", .int(attempt.number)), .init("state", .string(attempt.state.rawValue)),
        .init("log", .string(path(of: attempt))),
      ])
    }
    let value = JSONValue.object([
      .init("version", .int(1)), .init("node", .string(node)), .init("attempts", .array(items)),
    ])
    Terminal.write(JSONWriter.text(value) + "\n", to: .output)
  }
}
