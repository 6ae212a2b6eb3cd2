import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let explainCommand = Command(
  "explain", "Say how the number of experiments came about, or where a value comes from.",
  operands: [
    Operand("FILE", .optional, "The sweep file; --config adds others that win over it."),
    Operand("NAME", .optional, "A name as frames write it, such as epoch or system.host."),
  ],
  options: SweepArguments.options + [Option("--json", "Print one JSON value, version 1.")],
  details: """
    Without a NAME it prints the factors of the product, what each rule took away, and each \
    parameter with its values. With one it prints the value, where it stands, and what it overrode: \
    files, profiles and options, the newest first.

    --json is {"version", "count", "account": [LINE], "parameters": [{"name", "role", "position", \
    "values"}]}, or with a NAME {"version", "name", "what", "value", "origins": [{"position", \
    "value"}]}, where a position is {"file", "line", "column"}.
    """,
  examples: [
    Example("cms-ee explain sweep.yaml", "96 = 4 × 3 (zipped) × 8; 12 excluded by line 14"),
    Example("cms-ee explain sweep.yaml epoch --profile quick", "where epoch comes from"),
  ],
  action: Verb { arguments in
    let request = try SweepRequest(arguments)
    let draft = try CampaignDraft(request.campaign)
    CommandShell.report(draft.allWarnings, arguments)
    let explanation = Explanation(draft)
    let name = arguments.operands.dropFirst().first
    let text =
      arguments.has("--json")
      ? try name.map { try explanation.json(of: $0) } ?? explanation.json
      : try name.map { try explanation.text(of: $0) } ?? explanation.text
    Terminal.write(text, to: .output)
    return .success
  })
