/// A metric against the swept numeric parameter, one line a combination of the others.
enum AxisFigures {
  static func figures(of report: Report, metric wish: ReportMetric?) -> [Figure] {
    guard let axis = report.numericAxis,
      let metric = wish ?? report.metrics.first(where: \.isAccuracy) ?? report.metrics.first
    else { return [] }
    let (lines, note) = LineChart.bounded(lines(of: report, axis: axis, metric: metric))
    guard lines.contains(where: { $0.points.count > 1 }) else { return [] }
    var chart = LineChart(
      name: metric.isAccuracy ? "accuracy" : "sweep", xLabel: report.axes[axis],
      yLabel: metric.label, lines: lines)
    chart.xTics = Set(lines.flatMap { $0.points.map(\.x) }).sorted()
    chart.isFraction = metric.isAccuracy
    let title = metric.isAccuracy ? "Accuracy" : metric.label
    return [
      chart.figure(
        title: "\(title) against \(report.axes[axis])",
        note: [report.spreadNote(as: "whiskers"), note].joinedSentences)
    ]
  }

  private static func lines(
    of report: Report, axis: Int, metric: ReportMetric
  ) -> [LineChart.Line] {
    report.families(along: axis).compactMap { family in
      let points = family.compactMap { group -> LineChart.Point? in
        guard let x = LogText.number(group.values[axis]),
          let statistics = group.statistics(of: metric)
        else { return nil }
        return LineChart.Point(x: x, mean: statistics.mean, sd: statistics.sd)
      }
      guard let first = family.first, !points.isEmpty else { return nil }
      return LineChart.Line(
        words: report.words(of: first, without: axis), points: points.sorted { $0.x < $1.x })
    }
  }
}

extension Report {
  /// The groups that differ only in one axis, together.
  func families(along axis: Int) -> [[ReportGroup]] {
    var places: [[String]: Int] = [:]
    var families: [[ReportGroup]] = []
    for group in groups {
      var key = group.values
      key.remove(at: axis)
      if let place = places[key] {
        families[place].append(group)
      } else {
        places[key] = families.count
        families.append([group])
      }
    }
    return families
  }
}
