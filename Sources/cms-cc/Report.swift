import CCResults
import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let reportCommand = Command(
  "report", "Compare the experiments of the newest run: tables, and files with figures.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + [
    Option("--spec", value: "FILE", "What to show, instead of NAME.report.yaml or report.yaml."),
    Option(
      "--runs", value: "WHICH",
      "all, or numbers of runs: A,B; else the newest one, and all of a merged database."),
    Option("--metrics", value: "NAMES", "Compare these: accuracy,seconds,timer:training."),
    Option("--format", value: "FORM", "Print text, md, csv, json, latex or html."),
    Option("--output", "-o", value: "DIR", "Write the report in all forms and its figures there."),
  ],
  details: """
    A small file says what a report shows. Beside mnist.yaml or mnist.db mnist.report.yaml is used
    where there is one, else report.yaml:

      metrics: [accuracy, seconds]           columns: [epochs]
      statistics: [mean, sd, ci]             where: "epochs > 4"
      leaderboards: [accuracy]               scaling: {over: gpus}

    Results that are missing, failed or unverified are listed and never counted as done. Where
    compared runs differ in more than their parameters, a warning says in what.
    """,
  examples: [
    Example("cms-cc report demo/mnist.db", "the table, in the terminal"),
    Example("cms-cc report demo/mnist.db --output demo/report", "files for a paper"),
    Example("cms-cc report mnist.yaml --format latex > mnist.tex", "tables for LaTeX"),
  ],
  action: Verb { arguments in
    let request = try ReportRequest(arguments)
    let stored = try StoredRun(arguments, .readOnly)
    let query = ReportQuery(stored.store)
    let runs = try ReportRequest.runs(stored, arguments)
    let report = try Report(try query.input(runs), request.spec)
    for warning in report.warnings { Terminal.write("warning: \(warning)\n", to: .errors) }
    guard let directory = arguments.value("--output") else {
      let drawn = request.form == .html ? try query.series(for: report, of: runs) : report
      let (text, problems) = request.form.text(of: drawn)
      for problem in problems { Terminal.write("warning: \(problem)\n", to: .errors) }
      Terminal.write(text, to: .output)
      return .success
    }
    let written = try ReportFiles.write(
      try query.series(for: report, of: runs), to: directory)
    for problem in written.problems { Terminal.write("warning: \(problem)\n", to: .errors) }
    if !arguments.has("--quiet") {
      Terminal.write(written.paths.map { $0 + "\n" }.joined(), to: .output)
    }
    return .success
  })

/// What the user wants of a report.
private struct ReportRequest {
  /// A form that is printed.
  enum Form: String, CaseIterable {
    case text, md, csv, json, latex, html

    func text(of report: Report) -> (text: String, problems: [String]) {
      switch self {
      case .text: (report.text(width: Terminal.outputWidth()), [])
      case .md: (report.markdown, [])
      case .csv: (report.csv, [])
      case .json: (report.json, [])
      case .latex: (report.latex, [])
      case .html: ReportFiles.page(report)
      }
    }
  }

  let form: Form
  let spec: ReportSpec

  init(_ arguments: Arguments) throws {
    let wish = arguments.value("--format")
    guard let form = Form(rawValue: wish ?? "text") else {
      let names = Form.allCases.map(\.rawValue)
      throw arguments.mistake(
        "unknown --format '\(wish ?? "")'", hint: Suggestion.hint(for: wish ?? "", among: names))
    }
    if wish != nil, arguments.has("--output") {
      throw arguments.mistake(
        "--format prints one form and --output writes all of them", hint: "leave out one of them")
    }
    self.form = form
    var spec = try ReportRequest.spec(arguments)
    if let names = arguments.value("--metrics") {
      spec.metrics = names.split(separator: ",").map { ReportSpec.Metric(String($0)) }
    }
    self.spec = spec
  }

  /// The runs whose attempts are compared: a database is merged to be read as one.
  static func runs(_ stored: StoredRun, _ arguments: Arguments) throws -> [RunRecord] {
    let isMerged =
      try StoredRun.isDatabase(arguments.operands[0])
      && !stored.store.origins().isEmpty
    guard let wish = arguments.value("--runs") ?? (isMerged ? "all" : nil) else {
      return [stored.run]
    }
    let all = try stored.store.runs()
    if wish == "all" { return all }
    return try wish.split(separator: ",").map { name in
      guard let run = all.first(where: { $0.id == name }) else {
        throw arguments.mistake(
          "no run '\(name)' in the database",
          hint: Suggestion.hint(for: String(name), among: all.map(\.id)))
      }
      return run
    }
  }

  /// What the named file says, else that of this workflow, else that of the directory.
  private static func spec(_ arguments: Arguments) throws -> ReportSpec {
    let operand = arguments.operands[0]
    let name = Paths.name(of: operand)
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let beside = ["\(stem).report.yaml", "report.yaml"].map {
      Paths.join(Paths.directory(of: operand), $0)
    }
    // The workflow itself may be called so.
    let found = beside.first {
      Files.status($0) != nil && Paths.absolute($0) != Paths.absolute(operand)
    }
    guard let file = arguments.value("--spec") ?? found else { return ReportSpec() }
    return try ReportSpecReader.spec(SourceFile.readConfig(file, as: "report file"))
  }
}
