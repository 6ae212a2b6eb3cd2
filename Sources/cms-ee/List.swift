import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let listCommand = Command(
  "list", "List the experiments of a database with their parameters and states.",
  operands: [Operand("DATABASE", "The campaign database, such as mnist.db.")],
  options: [Option("--summary", "Only count the states.")],
  examples: [Example("cms-ee list demo/mnist.db", "all experiments")],
  action: Verb { arguments in
    let store = try CampaignStore(arguments.operands[0], .readOnly)
    let rows = try store.experimentStates()
    if !arguments.has("--summary") {
      for row in rows {
        Terminal.write("\(row.state)  \(row.identifier)  \(row.parameters)\n", to: .output)
      }
    }
    let counts = Dictionary(grouping: rows, by: \.state).map { "\($0.key): \($0.value.count)" }
    let summary = ["total: \(rows.count)"] + counts.sorted()
    Terminal.write(summary.joined(separator: ", ") + "\n", to: .output)
    return .success
  })
