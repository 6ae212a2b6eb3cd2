import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let logsCommand = Command(
  "logs", "Print the log of a node's newest attempt.",
  operands: [StoredRun.operand, Operand("NODE", "Such as train/mlp-1, or fetch-data.")],
  options: CampaignArguments.placeOptions,
  examples: [Example("cms-cc logs demo/mnist.db fetch-data", "what it printed")],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readOnly)
    let attempts = try stored.store.latestAttempts(of: stored.run.id)
    let node = arguments.operands[1]
    guard let attempt = attempts[node] else {
      throw Diagnostics(
        .unknownNode, "no attempt of a node '\(node)' is recorded",
        hint: Suggestion.hint(for: node, among: attempts.keys.sorted()))
    }
    _ = try Files.read(Paths.join(attempt.directory, "log")) { chunk in
      Terminal.write(bytes: chunk, to: .output)
    }
    return .success
  })
