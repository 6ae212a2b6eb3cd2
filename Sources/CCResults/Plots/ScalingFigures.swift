/// Speed-up over a numeric parameter, with what would be ideal.
enum ScalingFigures {
  static func figures(of report: Report) -> [Figure] {
    report.scalings.enumerated().compactMap { index, scaling in
      let lines = report.families(along: scaling.axis).compactMap { family -> LineChart.Line? in
        let points = scaling.points(of: family).compactMap { point in
          point.speedUp.map { LineChart.Point(x: point.size, mean: $0, sd: nil) }
        }
        guard let first = family.first, points.count > 1 else { return nil }
        return LineChart.Line(
          words: report.words(of: first, without: scaling.axis), points: points)
      }
      let (drawn, bound) = LineChart.bounded(lines)
      guard let base = drawn.flatMap({ $0.points.map(\.x) }).min() else { return nil }
      let kind = scaling.isWeak ? "Weak" : "Strong"
      var chart = LineChart(
        name: "scaling" + (index > 0 ? "-\(index + 1)" : ""), xLabel: report.axes[scaling.axis],
        yLabel: "speed-up", lines: drawn)
      chart.xTics = Set(drawn.flatMap { $0.points.map(\.x) }).sorted()
      chart.ideal = base
      return chart.figure(
        title: "\(kind) scaling of \(scaling.metric.title) over \(report.axes[scaling.axis])",
        note: ["The thin line is ideal.", bound].joinedSentences)
    }
  }
}
