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
    files, profiles and options, the newest first; of a section each value that it has. Behind --config one word that is no file is \
    the NAME.

    --json is {"version", "count", "account": [LINE], "parameters": [{"name", "role", "position", \
    "values"}]}, or with a NAME {"version", "name", "what", "value", "origins": [{"position", \
    "value"}], "entries": [{"name", "origins"}]}, the last for a section alone, where a position is {"file", "line", "column"}.
    """,
  examples: [
    Example("cms-ee explain sweep.yaml", "96 = 4 × 3 (zipped) × 8; 12 excluded by line 14"),
    Example("cms-ee explain sweep.yaml epoch --profile quick", "where epoch comes from"),
  ],
  action: Verb { arguments in
    let namesFile = SweepRequest.namesFile(arguments)
    let request = try SweepRequest(arguments, namesFile: namesFile)
    let draft = try CampaignDraft(request.campaign)
    CommandShell.report(draft.allWarnings, arguments)
    let explanation = Explanation(draft)
    let isJSON = arguments.has("--json")
    if let name = arguments.operands.dropFirst(namesFile ? 1 : 0).first {
      let text = try isJSON ? explanation.json(of: name) : explanation.text(of: name)
      Terminal.write(text, to: .output)
      return .success
    }
    Terminal.write(isJSON ? explanation.json : explanation.text, to: .output)
    if let emptiness = draft.spec.emptiness { throw Diagnostics([emptiness]) }
    return .success
  })
