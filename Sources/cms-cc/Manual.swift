import CommandShell
import CommandTable
import HostIO

let manualCommand: Command<Verb> = Command(
  "manual", "Print the manual of this program as Markdown.",
  action: Verb { _ in
    Terminal.write(commandTable.manual() + "\n", to: .output)
    return .success
  })
