import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable

let cancelCommand = Command(
  "cancel", "End jobs of the newest run, or all of it.",
  operands: [StoredRun.operand, RequestCommand.nodes], options: RequestCommand.options,
  details: """
    What has not begun never does; what runs is asked to end (TERM) and, if it does not, killed. \
    What depends on it is skipped.

    """ + RequestCommand.details,
  examples: [
    Example("cms-cc cancel workflow.yaml", "the whole run"),
    Example("cms-cc cancel workflow.yaml 'train/*'", "all members of a sweep"),
    Example("cms-cc cancel demo/mnist.db train/n_[7-9]", "three of them"),
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    let patterns = RequestCommand.patterns(arguments)
    let names = try RequestChoice(stored.run, in: stored.store).cancellable(patterns)
    guard !names.isEmpty else {
      return RequestCommand.nothing(
        "nothing to cancel: all has ended, or was asked to", stored, arguments)
    }
    return try RequestCommand.perform(
      .cancel, nodes: patterns.isEmpty ? nil : names, stored, arguments)
  })
