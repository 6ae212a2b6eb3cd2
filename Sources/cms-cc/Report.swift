import CCResults
import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import HostIO

let reportCommand = Command(
  "report", "Compare the experiments of the newest run: a table, and files with figures.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + [
    Option("--output", "-o", value: "DIR", "Write report.html, report.md and report.csv there."),
    Option("--metrics", value: "NAMES", "Compare these: accuracy,seconds,timer:training."),
  ],
  examples: [
    Example("cms-cc report demo/mnist.db", "the table, in the terminal"),
    Example("cms-cc report demo/mnist.db --output demo/report", "files for a paper"),
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readOnly)
    let metrics = arguments.value("--metrics")?.split(separator: ",").map(String.init)
    let report = Report(try ReportQuery(stored.store).input(stored.run), metrics: metrics)
    guard let directory = arguments.value("--output") else {
      Terminal.write(report.text(width: Terminal.outputWidth()), to: .output)
      return .success
    }
    let written = try ReportFiles.write(report, to: directory)
    for problem in written.problems { Terminal.write("warning: \(problem)\n", to: .errors) }
    if !arguments.has("--quiet") {
      Terminal.write(written.paths.map { $0 + "\n" }.joined(), to: .output)
    }
    return .success
  })
