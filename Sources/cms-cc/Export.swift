import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let exportCommand = Command(
  "export", "Write what was recorded as CSV or JSON, for other programs.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + [
    Option("--format", value: "FORMAT", "csv (the usual) or json."),
    Option(
      "--table", value: "NAME",
      "results (the usual), metrics, timers, experiments, events, or all."),
    Option("--wide", "Of results: parameters, metrics and timers as columns."),
    Option("--run", value: "RUN", "Only of this run; all by default."),
    Option("--output", "-o", value: "FILE", "Write there; a directory for all tables as CSV."),
  ],
  details: """
    The columns are promised: they keep their names and order, and new ones come last.

    results, a row for each attempt: workflow, run, origin (the database that it was merged from), \
    node, attempt, state, cause, host, gpu, exit_code, submitted, started, ended, seconds, \
    cpu_seconds, peak_memory, experiment, uuid, parameters (JSON). \
    metrics: run, node, attempt, name, value, unit, step (nothing for the value that stands for the \
    attempt). timers: run, node, attempt, name, seconds, status, started. experiments: campaign, \
    point, identifier, uuid, parameters. events: time, run, node, attempt, event, detail.

    --wide has, instead of parameters, a column for each parameter, each metric and each timer \
    (timer.NAME). A name that is taken gets parameter. or metric. in front. Of values with steps only \
    the one that stands for the attempt is there.

    CSV is RFC 4180, with nothing for what is not known. JSON is {"version", "table", "rows": [{COLUMN: \
    value}]}, of all tables {"version", "tables": {NAME: rows}}; wide rows have "parameters", "metrics" \
    and "timers" as objects. Numbers read back as the same ones.
    """,
  examples: [
    Example("cms-cc export demo/mnist.db --wide -o results.csv", "a row for each attempt"),
    Example("cms-cc export demo/mnist.db --table metrics --format json", "for programs"),
    Example("cms-cc export all.db --table all -o tables", "tables/results.csv, …"),
  ],
  action: Verb { arguments in
    try ExportVisit(arguments).write()
    return .success
  })

/// Writing tables of a database to standard output or to files.
struct ExportVisit {
  private let store: CampaignStore
  private let arguments: Arguments
  private let format: ResultExport.Format
  /// Nil for all of them.
  private let table: CampaignStore.ExportTable?

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    let formats = ResultExport.Format.allCases.map(\.rawValue)
    format =
      try ExportVisit.choose("--format", among: formats, arguments) { word in
        ResultExport.Format(rawValue: word)
      } ?? .csv
    let tables = CampaignStore.ExportTable.allCases.map(\.rawValue)
    table =
      arguments.value("--table") == "all"
      ? nil
      : try ExportVisit.choose("--table", among: tables + ["all"], arguments) { word in
        CampaignStore.ExportTable(rawValue: word)
      } ?? .results
    if arguments.has("--wide"), table != .results {
      throw arguments.mistake("--wide is for --table results only", hint: nil)
    }
    if table == nil, format == .csv, !arguments.has("--output") {
      throw arguments.mistake("all tables as CSV need a directory: -o DIR", hint: nil)
    }
    let database = try StoredRun.places(of: arguments.operands[0], arguments).places.database
    store = try CampaignStore(database, .readOnly)
    if let run = arguments.value("--run") {
      let runs = try store.runs().map(\.id)
      guard runs.contains(run) else {
        throw Diagnostics(
          .unknownNode, "there is no run '\(run)' in database '\(database)'",
          hint: Suggestion.hint(for: run, among: runs) ?? "cms-cc list shows them")
      }
    }
  }

  private static func choose<Value>(
    _ option: String, among words: [String], _ arguments: Arguments, _ make: (String) -> Value?
  ) throws -> Value? {
    guard let word = arguments.value(option) else { return nil }
    guard let value = make(word) else {
      throw arguments.mistake(
        "\(option) is '\(word)', expected one of: \(words.joined(separator: ", "))",
        hint: Suggestion.hint(for: word, among: words))
    }
    return value
  }

  func write() throws {
    guard let output = arguments.value("--output") else {
      return try write { bytes in Terminal.write(bytes: UnsafeRawBufferPointer(bytes), to: .output)
      }
    }
    guard table == nil, format == .csv else { return try write(to: output, table) }
    try Directories.ensure(output)
    for table in CampaignStore.ExportTable.allCases {
      try write(to: Paths.join(output, "\(table.rawValue).csv"), table)
    }
  }

  /// Writes a file that is there whole or not at all.
  private func write(to path: String, _ table: CampaignStore.ExportTable?) throws {
    let file = try NewFile(path)
    var failure: SystemError?
    try write(table) { bytes in
      guard failure == nil else { return }
      do throws(SystemError) { try file.append(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
    try file.finish()
  }

  private func write(_ sink: @escaping (UnsafeBufferPointer<UInt8>) -> Void) throws {
    try write(table, sink)
  }

  private func write(
    _ table: CampaignStore.ExportTable?, _ sink: @escaping (UnsafeBufferPointer<UInt8>) -> Void
  ) throws {
    let export = ResultExport(store, run: arguments.value("--run"), as: format, sink)
    guard let table else { return try export.writeAll() }
    try export.write(table, isWide: arguments.has("--wide"))
  }
}
