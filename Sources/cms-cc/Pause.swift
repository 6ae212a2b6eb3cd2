import CampaignStore
import CommandShell
import CommandTable

let pauseCommand = Command(
  "pause", "Start nothing more in the newest run; what runs goes on.",
  operands: [StoredRun.operand], options: RequestCommand.options,
  details: """
    Whoever runs the workflow is asked to do it and answers. A pause ends with unpause, and with the \
    runner: whoever starts another one with run or resume wants the run to go on.
    """,
  examples: [
    Example("cms-cc pause workflow.yaml", "until cms-cc unpause, or the next run or resume")
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    return try RequestCommand.perform(.pause, nodes: nil, stored, arguments)
  })

let unpauseCommand = Command(
  "unpause", "Start again what may start in the newest run.",
  operands: [StoredRun.operand], options: RequestCommand.options,
  details: RequestCommand.details,
  examples: [Example("cms-cc unpause workflow.yaml", "after cms-cc pause")],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readWrite)
    return try RequestCommand.perform(.unpause, nodes: nil, stored, arguments)
  })
