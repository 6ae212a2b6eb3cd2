package import EECore

/// The comparison of a campaign's experiments, ready to be written in any form.
///
/// - Shape: Each experiment counts once: by its latest attempt that is done, else its latest.
package struct Report: Sendable {
  /// The rows that are shown.
  package internal(set) var input: ReportInput
  let spec: ReportSpec
  package let metrics: [ReportMetric]
  /// Parameters that have one value over the whole campaign.
  package let constants: [NamedText]
  /// What tells the groups apart: the other parameters, except the repeat parameter.
  package let axes: [String]
  /// How many of the axes stand down the side; the others stand across.
  let sideCount: Int
  /// Parameters that vary and are neither: numbers are taken over them as over repeats.
  let pooled: [String]
  /// The pivot table's rows, in axis order.
  package let groups: [ReportGroup]
  /// The rows that stand for experiments, in the order of the groups.
  let experiments: [Int]
  /// What is failed, missing or not finished: experiments and other nodes.
  let unfinished: [Int]
  /// What ran without us, so that nobody saw how it ended.
  let unverified: [Int]
  let boards: [Leaderboard]
  let scalings: [Scaling]
  /// What differs between compared rows beside parameters.
  let comparability: Comparability
  /// What a reader should know about the numbers, one sentence each.
  package let warnings: [String]
  /// The parameters whose values are all numbers.
  let numericParameters: Set<String>
  /// How many experiments there are beside those that `where` keeps.
  private let hidden: Int

  /// Compares what the specification asks for.
  ///
  /// - Throws: ``Diagnostics`` where it names what no row has, or a condition cannot be decided.
  package init(_ whole: ReportInput, _ spec: ReportSpec = ReportSpec()) throws(Diagnostics) {
    let kept = try RowChoice.kept(of: whole, where: spec.condition)
    var input = kept.map { whole.keeping($0) } ?? whole
    if let title = spec.title { input.title = title }
    let standing = RowChoice.standing(in: input)
    let experiments = standing.filter { RowChoice.isExperiment($0, in: input) }
    let reader = ReportNames(input)
    let choice = MetricChoice(input)
    let done = experiments.filter { input.rows[$0].isDone || input.rows[$0].isUnverified }
    var warnings = input.warnings
    metrics =
      try spec.metrics.map { wishes throws(Diagnostics) in
        try reader.metrics(wishes, choice, &warnings)
      } ?? choice.standard(over: done)
    let axes = try ReportAxes(input, experiments: experiments, spec: spec, names: reader)
    let numeric = Set(input.parameters.filter(\.isNumeric).map(\.name))
    boards = try Report.boards(spec, reader, choice, &warnings)
    scalings = try Report.scalings(spec, axes.names, numeric, reader, choice, &warnings)
    groups = axes.groups(of: experiments, in: input)
    self.axes = axes.names
    sideCount = axes.sideCount
    pooled = axes.pooled
    constants = axes.constants
    numericParameters = numeric
    self.experiments = groups.flatMap(\.rows)
    unfinished = standing.filter { !input.rows[$0].isDone && !input.rows[$0].isUnverified }
    unverified = self.experiments.filter { input.rows[$0].isUnverified }
    comparability = Comparability(input, rows: done, axes: axes.varying)
    self.warnings = warnings + comparability.warnings
    hidden = whole.rows.count - input.rows.count
    self.input = input
    self.spec = spec
  }

  private static func boards(
    _ spec: ReportSpec, _ names: ReportNames, _ choice: MetricChoice, _ warnings: inout [String]
  ) throws(Diagnostics) -> [Leaderboard] {
    var boards: [Leaderboard] = []
    for wish in spec.leaderboards {
      // A metric of the comparison is shown as it is there.
      var metric = spec.metrics?.first { $0.name == wish.metric.name } ?? wish.metric
      metric.goal = wish.metric.goal ?? metric.goal
      boards.append(try Leaderboard(wish, metric: names.metric(metric, choice, &warnings)))
    }
    return boards
  }

  private static func scalings(
    _ spec: ReportSpec, _ axes: [String], _ numeric: Set<String>, _ names: ReportNames,
    _ choice: MetricChoice, _ warnings: inout [String]
  ) throws(Diagnostics) -> [Scaling] {
    var scalings: [Scaling] = []
    for wish in spec.scalings {
      scalings.append(
        try Scaling(
          wish, metric: names.metric(wish.metric, choice, &warnings), axes: axes, numeric: numeric,
          names: names))
    }
    return scalings
  }
}

extension Report {
  /// `22 of 24 experiments done, 1 failed, 1 ready`.
  package var summary: String {
    var states: [String] = []
    var counts: [String: Int] = [:]
    for row in experiments {
      let state = input.rows[row].state
      if counts[state] == nil { states.append(state) }
      counts[state, default: 0] += 1
    }
    let others = states.filter { $0 != "done" }.map { ", \(counts[$0] ?? 0) \($0)" }
    return "\(counts["done"] ?? 0) of \(experiments.count) experiments done" + others.joined()
  }

  /// How to read the numbers, one sentence each.
  var remarks: [String] {
    var remarks: [String] = []
    if let condition = spec.condition {
      remarks.append("Only where \(condition.text); rows left out: \(hidden).")
    }
    let most = groups.map(\.done).max() ?? 0
    let over = ([input.repeatParameter].compactMap(\.self) + pooled).joined(separator: " and ")
    if !over.isEmpty, most > 1 {
      remarks.append(
        spec.statistics.isEmpty
          ? "Numbers are mean ± sample standard deviation over \(over)."
          : "Numbers are taken over \(over).")
    }
    let neighbours = experiments.map { input.rows[$0] }.filter(\.isDone).compactMap(\.neighbours)
    if let fewest = neighbours.min(), let most = neighbours.max(), most > 0 {
      let range = fewest == most ? "\(most)" : "\(fewest) to \(most)"
      let jobs = most == 1 ? "job" : "jobs"
      remarks.append("Times were taken with \(range) other \(jobs) running on the same host.")
    }
    return remarks + comparability.remarks
  }

  /// `batch = 32, data = digits`, or nil.
  var constantsLine: String? {
    guard !constants.isEmpty else { return nil }
    return constants.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }

  func isNumeric(_ parameter: String) -> Bool { numericParameters.contains(parameter) }
}
