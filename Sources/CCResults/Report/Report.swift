/// The comparison of a campaign's experiments, ready to be written in any form.
///
/// - Shape: Each experiment counts once: by its latest attempt that is done, else its latest.
package struct Report: Hashable, Sendable {
  package let input: ReportInput
  package let metrics: [ReportMetric]
  /// Parameters that have one value over the whole campaign.
  package let constants: [NamedText]
  /// The other parameters, except the repeat parameter.
  package let axes: [String]
  /// The pivot table's rows, in axis order.
  package let groups: [ReportGroup]
  /// What is failed, missing or not finished: experiments and other nodes.
  package let unfinished: [ResultRow]
  /// The parameters whose values are all numbers.
  let numericParameters: Set<String>

  /// Compares the named numbers: metrics or timers, `timer:NAME`, `seconds`; nil for the usual.
  package init(_ input: ReportInput, metrics names: [String]? = nil) {
    let standing = Report.standing(for: input.rows)
    let experiments = standing.filter { $0.experiment != nil || !$0.parameters.isEmpty }
    let names =
      names.map { MetricChoice.named($0, in: experiments) }
      ?? MetricChoice.standard(in: experiments.filter(\.isDone))
    let axes = ReportAxes(input, experiments: experiments)
    self.input = input
    metrics = names
    constants = axes.constants
    self.axes = axes.names
    groups = axes.groups(of: experiments)
    numericParameters = Report.numericParameters(of: experiments)
    unfinished = standing.filter { !$0.isDone }
  }

  private static func numericParameters(of rows: [ResultRow]) -> Set<String> {
    var numeric: Set<String> = []
    var others: Set<String> = []
    for parameter in rows.lazy.flatMap(\.parameters) where !others.contains(parameter.name) {
      numeric.insert(parameter.name)
      if LogText.number(parameter.value) == nil { others.insert(parameter.name) }
    }
    return numeric.subtracting(others)
  }

  /// Returns the row that stands for each experiment or node.
  private static func standing(for rows: [ResultRow]) -> [ResultRow] {
    var places: [String: Int] = [:]
    var standing: [ResultRow] = []
    for row in rows {
      let key = row.experiment.map { "x" + (row.uuid ?? $0) } ?? "n" + row.node
      guard let place = places[key] else {
        places[key] = standing.count
        standing.append(row)
        continue
      }
      if row.isDone || !standing[place].isDone { standing[place] = row }
    }
    return standing
  }
}

extension Report {
  var experiments: [ResultRow] { groups.flatMap(\.rows) }

  /// `22 of 24 experiments done, 1 failed, 1 ready`.
  package var summary: String {
    let rows = experiments
    var states: [String] = []
    for row in rows where !row.isDone && !states.contains(row.state) { states.append(row.state) }
    let others = states.map { state in ", \(rows.count { $0.state == state }) \(state)" }
    let done = rows.count(where: \.isDone)
    return "\(done) of \(rows.count) experiments done" + others.joined()
  }

  /// How to read the numbers, one sentence each.
  var remarks: [String] {
    var remarks: [String] = []
    let most = groups.map(\.done).max() ?? 0
    if let name = input.repeatParameter, most > 1 {
      remarks.append("Numbers are mean ± sample standard deviation over \(name).")
    }
    let neighbours = experiments.filter(\.isDone).compactMap(\.neighbours)
    if let fewest = neighbours.min(), let most = neighbours.max(), most > 0 {
      let range = fewest == most ? "\(most)" : "\(fewest) to \(most)"
      let jobs = most == 1 ? "job" : "jobs"
      remarks.append("Times were taken with \(range) other \(jobs) running on the same host.")
    }
    return remarks
  }

  /// `batch = 32, data = digits`, or nil.
  var constantsLine: String? {
    guard !constants.isEmpty else { return nil }
    return constants.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }
}
