import CampaignStore
import CommandShell
import CommandTable

let workflowRunCommand = Command(
  "workflow run", "Run a workflow that is named as the original names it: see run.",
  options: [WorkflowPlace.nameOption, WorkflowPlace.fileOption]
    + CampaignArguments.placeOptions + CampaignArguments.lookupOptions
    + CampaignArguments.hostOptions + RunArguments.runnerOptions
    + RunArguments.preparationOptions + [RunWorkflow.dryOption],
  examples: [Example("cms-cc workflow run --name=study", "study.yaml, or one that was added")],
  action: Verb { arguments in
    try RunWorkflow.run(try WorkflowPlace.readable(arguments), arguments)
  })

let workflowStatusCommand = Command(
  "workflow status", "Show the states of a workflow's newest run: see status.",
  options: [WorkflowPlace.nameOption, WorkflowPlace.fileOption]
    + CampaignArguments.placeOptions + [
      Option("--output", value: "FORM", "table (as it is without it) or json."),
      StatusPrinter.allOption,
    ],
  examples: [Example("cms-cc workflow status --name=study --output=json", "for programs")],
  action: Verb { arguments in
    let form = arguments.value("--output") ?? "table"
    // JSON is YAML as well.
    guard ["table", "json", "yaml"].contains(form) else {
      throw arguments.mistake("--output is '\(form)', expected table, json or yaml")
    }
    let file = try WorkflowPlace.readable(arguments)
    return try StatusPrinter.print(
      try StoredRun(file: file, arguments, .readOnly), asJSON: form != "table", arguments)
  })

let workflowGraphCommand = Command(
  "workflow graph", "Draw the graph of a workflow's newest run: see graph.",
  options: [WorkflowPlace.nameOption, WorkflowPlace.fileOption]
    + CampaignArguments.placeOptions + [
      Option(
        "--output", "-o", value: "FILE", "Write FILE.svg, .pdf, .png or .dot; else print SVG.")
    ],
  examples: [Example("cms-cc workflow graph --name=study -o study.svg", "as a picture")],
  action: Verb { arguments in
    let file = try WorkflowPlace.readable(arguments)
    return try GraphPicture.write(try StoredRun(file: file, arguments, .readOnly), arguments)
  })
