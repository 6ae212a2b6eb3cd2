import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore

let retryCommand = Command(
  "retry", "Run again what did not end well in the newest run.",
  operands: [StoredRun.operand, RequestCommand.nodes],
  options: [
    Option(
      "--cause", value: "CAUSES", repeats: true,
      "Only what failed for one of these: exit, signal, timeout, oom, lost, …")
  ] + RequestCommand.options,
  details: """
    Each gets a new attempt, and what was skipped behind it runs after it.

    """ + RequestCommand.details,
  examples: [
    Example("cms-cc retry workflow.yaml", "all that failed, was cancelled or lost"),
    Example("cms-cc retry workflow.yaml 'train/*' --cause oom,timeout", "some of a sweep"),
  ],
  action: Verb { arguments in
    let causes = try RetryArguments.causes(arguments)
    let stored = try StoredRun(arguments, .readWrite)
    let names = try RequestChoice(stored.run, in: stored.store)
      .retryable(RequestCommand.patterns(arguments), causes: causes)
    guard !names.isEmpty else {
      return RequestCommand.nothing("nothing to retry", stored, arguments)
    }
    return try RequestCommand.perform(.retry, nodes: names, stored, arguments)
  })

/// What `retry` reads from its options.
enum RetryArguments {
  /// The causes of `--cause`; nil for all.
  static func causes(_ arguments: Arguments) throws -> Set<FailureCause>? {
    guard arguments.has("--cause") else { return nil }
    var causes: Set<FailureCause> = []
    for word in arguments.values("--cause").flatMap({ $0.split(separator: ",") }) {
      guard let cause = FailureCause(rawValue: String(word)) else {
        throw arguments.mistake(
          "--cause is '\(word)', expected \(FailureCause.allCases.map(\.rawValue).joined(separator: ", "))",
          hint: Suggestion.nearestSpelling(
            to: String(word), among: FailureCause.allCases.map(\.rawValue)
          ).map { "did you mean '\($0)'?" })
      }
      causes.insert(cause)
    }
    return causes
  }
}
