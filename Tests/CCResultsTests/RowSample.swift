@testable import CCResults

/// A row with all that belongs to it, as tests write it; inputs have that in columns.
struct RowSample {
  var row: ResultRow
  var parameters: [NamedText]
  var metrics: [String: Double] = [:]
  var units: [String: String] = [:]
  var series: [String: [SeriesPoint]] = [:]
  var timers: [String: Double] = [:]
  var facts: [NamedText]?

  init(
    run: String = "r1", node: String, experiment: String? = nil, uuid: String? = nil,
    attempt: Int = 1, state: String = "done", cause: String? = nil, host: String? = nil,
    exitCode: Int? = nil, seconds: Double? = nil, parameters: [NamedText] = [],
    neighbours: Int? = nil
  ) {
    row = ResultRow(
      run: run, node: node, experiment: experiment, uuid: uuid, attempt: attempt, state: state,
      cause: cause, host: host, exitCode: exitCode, seconds: seconds, neighbours: neighbours)
    self.parameters = parameters
  }

  func value(of parameter: String) -> String? {
    parameters.first { $0.name == parameter }?.value
  }
}

extension ReportInput {
  init(
    title: String = "Test", campaign: String = "test", generated: String = "2026-01-02 10:00 UTC",
    parameters: [String], repeatParameter: String? = "repeat", rows: [RowSample],
    declarations: [ResultDeclaration] = []
  ) {
    var names = parameters
    for parameter in rows.flatMap(\.parameters) where !names.contains(parameter.name) {
      names.append(parameter.name)
    }
    var columns = names.map { ParameterColumn($0) }
    var numbers: [ValueColumn] = []
    var series: [String: SeriesColumn] = [:]
    var facts: [FactSet] = []
    var results: [ResultRow] = []
    for (index, sample) in rows.enumerated() {
      var row = sample.row
      for place in columns.indices {
        columns[place].pad(to: index)
        if let value = sample.value(of: columns[place].name) { columns[place].append(value) }
      }
      for (kind, values) in [(ValueColumn.Kind.metric, sample.metrics), (.timer, sample.timers)] {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
          let unit = sample.units[name]
          let place =
            numbers.firstIndex { $0.kind == kind && $0.name == name && $0.unit == unit }
            ?? numbers.count
          if place == numbers.count { numbers.append(ValueColumn(kind, name, unit: unit)) }
          numbers[place].set(value, row: index)
        }
      }
      for (name, points) in sample.series {
        series[name, default: SeriesColumn(name)].points[index] = points
      }
      if let found = sample.facts {
        row.facts = facts.count
        facts.append(FactSet(found))
      }
      results.append(row)
    }
    self.init(
      title: title, campaign: campaign, generated: generated, rows: results,
      parameters: columns.filter { !$0.values.isEmpty || parameters.contains($0.name) },
      repeatParameter: repeatParameter, numbers: numbers, declarations: declarations,
      facts: facts)
    self.series = series.values.sorted { $0.name < $1.name }
  }
}

extension Report {
  /// A report of names alone.
  init(_ input: ReportInput, metrics: [String]) throws {
    var spec = ReportSpec()
    spec.metrics = metrics.map { ReportSpec.Metric($0) }
    try self.init(input, spec)
  }
}
