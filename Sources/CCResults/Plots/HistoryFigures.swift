/// Series over their steps: how training went, as mean over repeats.
enum HistoryFigures {
  /// More series than this are named in a note instead.
  private static let limit = 4
  /// More points than this a line are thinned.
  private static let points = 600

  static func figures(of report: Report) -> [Figure] {
    let names = names(in: report)
    let groups = longest(of: report)
    let isPart = groups.count < report.groups.count
    return names.drawn.enumerated().compactMap { index, name in
      let (lines, bound) = LineChart.bounded(lines(of: groups, name: name, report: report))
      guard !lines.isEmpty else { return nil }
      let chart = LineChart(
        name: "history-\(index + 1)", xLabel: report.stepName, yLabel: name, lines: lines,
        hasBands: true, xTics: [], isFraction: MetricChoice.isAccuracy(name))
      let isLast = index == names.drawn.count - 1
      return Figure(
        name: chart.name, title: "Training history: \(name)",
        note: [note(report, isPart: isPart, left: isLast ? names.left : []), bound]
          .joinedSentences, script: chart.script)
    }
  }

  private static func note(_ report: Report, isPart: Bool, left: [String]) -> String? {
    var notes = [report.spreadNote(as: "bands")]
    if isPart, let axis = report.numericAxis {
      notes.append("Of each line's runs, those with the most \(report.axes[axis]) are drawn.")
    }
    if !left.isEmpty { notes.append("Also recorded: \(left.joined(separator: ", ")).") }
    return notes.joinedSentences
  }

  /// Losses and accuracies of training and validation; where there are none, the first by name.
  private static func names(in report: Report) -> (drawn: [String], left: [String]) {
    let series = report.experiments.lazy.filter(\.isDone).flatMap(\.series)
    let names = Set(series.filter { $0.value.count > 1 }.map(\.key)).sorted()
    let training = names.filter { !$0.lowercased().contains("inference") }
    let known = training.filter { MetricChoice.isAccuracy($0) || MetricChoice.isLoss($0) }
    let drawn = Array((known.isEmpty ? names : distinct(known, in: report)).prefix(limit))
    return (drawn, names.filter { !drawn.contains($0) })
  }

  /// Leaves out series that say the same as an earlier one under another name.
  private static func distinct(_ names: [String], in report: Report) -> [String] {
    var kept: [String] = []
    let rows = report.experiments.filter(\.isDone)
    for name in names {
      let isTwin = kept.contains { other in
        rows.allSatisfy { $0.series[name]?.map(\.value) == $0.series[other]?.map(\.value) }
      }
      if !isTwin { kept.append(name) }
    }
    return kept
  }

  /// Returns, where epochs are swept, the longest runs of each combination of the others.
  private static func longest(of report: Report) -> [ReportGroup] {
    guard let axis = report.numericAxis, report.isEpoch(report.axes[axis]) else {
      return report.groups
    }
    return report.families(along: axis).compactMap { family in
      family.filter { $0.done > 0 }.max {
        (LogText.number($0.values[axis]) ?? 0) < (LogText.number($1.values[axis]) ?? 0)
      }
    }
  }

  private static func lines(
    of groups: [ReportGroup], name: String, report: Report
  ) -> [LineChart.Line] {
    let axis = report.numericAxis.flatMap { report.isEpoch(report.axes[$0]) ? $0 : nil }
    return groups.compactMap { group in
      var values: [Int: [Double]] = [:]
      for point in group.rows.lazy.filter(\.isDone).flatMap({ $0.series[name] ?? [] }) {
        values[point.step, default: []].append(point.value)
      }
      let steps = values.keys.sorted()
      let stride = max(1, steps.count / points)
      let drawn = steps.enumerated().filter { $0.offset.isMultiple(of: stride) }.map(\.element)
      let line = drawn.compactMap { step in
        Statistics(values[step] ?? []).map {
          LineChart.Point(x: Double(step), mean: $0.mean, sd: $0.sd)
        }
      }
      guard !line.isEmpty else { return nil }
      return LineChart.Line(words: report.words(of: group, without: axis), points: line)
    }
  }
}
