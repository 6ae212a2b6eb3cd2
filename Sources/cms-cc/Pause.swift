import CampaignStore
import CommandShell
import CommandTable

let pauseCommand = Command(
  "pause", "Start nothing more in the newest run; what runs goes on.",
  operands: [StoredRun.operand], options: RequestCommand.options,
  details: RequestCommand.details,
  examples: [Example("cms-cc pause workflow.yaml", "until cms-cc unpause")],
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
