/// Series over their steps: how training went, as mean over repeats.
enum HistoryFigures {
  /// More series than this are named in a note instead.
  private static let limit = 4
  /// More points than this a line are thinned.
  static let points = 600

  static func figures(of report: Report, only name: String?) -> [Figure] {
    let names = name.map { ([$0], []) } ?? names(in: report)
    let groups = longest(of: report)
    let isPart = groups.count < report.groups.count
    return names.0.enumerated().compactMap { index, name in
      let (lines, bound) = LineChart.bounded(lines(of: groups, name: name, report: report))
      guard !lines.isEmpty else { return nil }
      var chart = LineChart(
        name: "history-\(index + 1)", xLabel: report.stepName, yLabel: name, lines: lines)
      chart.hasBands = true
      chart.isFraction = MetricChoice.isAccuracy(name)
      let isLast = index == names.0.count - 1
      return chart.figure(
        title: "Training history: \(name)",
        note: [note(report, isPart: isPart, left: isLast ? names.1 : []), bound]
          .joinedSentences)
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

  /// The series worth reading: losses and accuracies of training and validation; where there are
  /// none, the first by name.
  static func wanted(among names: [String]) -> [String] {
    let training = names.sorted().filter { !isInference($0) }
    let known = training.filter { MetricChoice.isAccuracy($0) || MetricChoice.isLoss($0) }
    return known.isEmpty ? Array(training.prefix(limit)) : known
  }

  static func isInference(_ name: String) -> Bool { name.lowercased().contains("inference") }

  private static func names(in report: Report) -> ([String], [String]) {
    let series = report.input.series.filter { column in
      report.experiments.contains { row in
        report.input.rows[row].isDone && (column.points[row]?.count ?? 0) > 1
      }
    }
    let names = series.map(\.name).filter { !isInference($0) }.sorted()
    let drawn = Array(distinct(wanted(among: names), in: report).prefix(limit))
    return (drawn, names.filter { !drawn.contains($0) })
  }

  /// Leaves out series that say the same as an earlier one under another name.
  private static func distinct(_ names: [String], in report: Report) -> [String] {
    var kept: [SeriesColumn] = []
    let rows = report.experiments.filter { report.input.rows[$0].isDone }
    for column in names.compactMap({ report.series($0) }) {
      let isTwin = kept.contains { other in
        rows.allSatisfy { column.points[$0]?.map(\.value) == other.points[$0]?.map(\.value) }
      }
      if !isTwin { kept.append(column) }
    }
    return kept.map(\.name)
  }

  /// Returns, where epochs are swept, the longest runs of each combination of the others.
  static func longest(of report: Report) -> [ReportGroup] {
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
    guard let series = report.series(name) else { return [] }
    let axis = report.numericAxis.flatMap { report.isEpoch(report.axes[$0]) ? $0 : nil }
    return groups.compactMap { group in
      var values: [Int: [Double]] = [:]
      for point in group.doneRows.lazy.flatMap({ series.points[$0] ?? [] }) {
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

extension Report {
  func series(_ name: String) -> SeriesColumn? { input.series.first { $0.name == name } }

  /// Returns the series that the figures show, of those that there are, and the rows that they
  /// are drawn of.
  package func wantedSeries(among names: [String]) -> (names: [String], rows: [Int]) {
    let kinds = spec.figures.map { Set($0.map(\.kind)) } ?? Set(FigureKind.allCases)
    var wanted = spec.figures?.compactMap { $0.metric?.name }.filter(names.contains) ?? []
    if kinds.contains(.history) { wanted += HistoryFigures.wanted(among: names) }
    if kinds.contains(.inference) || kinds.contains(.spectrum) {
      wanted += SampleFigures.wanted(among: names)
    }
    let groups = HistoryFigures.longest(of: self).prefix(LineChart.bound)
    return (Set(wanted).sorted(), groups.flatMap(\.doneRows))
  }

  /// Returns the same with series that were read for it.
  package func showing(_ series: [SeriesColumn]) -> Report {
    var report = self
    report.input.series = series
    return report
  }
}
