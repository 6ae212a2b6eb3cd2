import CCWorkflow
import CommandShell
import CommandTable
import EECore

let workflowCommand = Command(
  "workflow", "Add dependencies to a workflow.",
  operands: [Operand("NAME CHAIN", .any, "The workflow, then chains such as a,b,d a,c,d.")],
  options: [
    WorkflowPlace.nameOption,
    Option("--dependencies", value: "CHAINS", repeats: true, "Chains such as a,b,d."),
  ],
  details: "Each job of a chain runs when the one before it is done.",
  examples: [
    Example("cms-cc workflow --name=study --dependencies=fetch,train,report", "a chain"),
    Example("cms-cc workflow study a,b,d a,c,d", "a diamond"),
  ],
  action: Verb { arguments in
    var chains = arguments.values("--dependencies")
    var places: [WorkflowPlace]
    if let name = arguments.operands.first, !arguments.has("--name") {
      places = [WorkflowPlace(name)]
      chains += arguments.operands.dropFirst()
    } else {
      places = try WorkflowPlace.all(arguments)
      chains += arguments.operands
    }
    guard !chains.isEmpty else {
      throw arguments.mistake("no dependencies given, expected a chain such as a,b,c")
    }
    for place in places {
      try WorkflowFile.edit(place) { text throws(Diagnostics) in
        for chain in chains { try text.addDependencies(chain) }
      }
    }
    return .success
  })
