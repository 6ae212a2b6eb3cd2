/// One metric against another, a point a configuration, with those that no other beats marked.
enum TradeoffFigure {
  private struct Point {
    let group: ReportGroup
    let x: Statistics
    let y: Statistics
    let family: Int
  }

  /// More points than this are left to the table.
  private static let bound = 400
  /// More names than this on the front would cover each other.
  private static let mostNames = 12

  static func figures(
    of report: Report, metric: ReportMetric?, against: ReportMetric?
  ) -> [Figure] {
    let choice = MetricChoice(report.input)
    guard let y = metric ?? report.metrics.first(where: \.isAccuracy),
      let x = against ?? choice.named(.init(MetricChoice.seconds)), x.name != y.name
    else { return [] }
    let all = points(of: report, x, y)
    guard all.count > 2 else { return [] }
    let points = Array(all.prefix(bound))
    let front = front(
      points, isLessX: x.likelyGoal != .maximize, isLessY: y.likelyGoal == .minimize)
    let rest =
      all.count > bound
      ? "The first \(bound) of \(all.count) combinations; the table has all." : nil
    let legend = families(of: report, points)
    return [
      Figure(
        name: "tradeoff", title: "\(y.title) against \(x.title)",
        note: [
          "The line joins the combinations that no other beats in both.",
          report.spreadNote(as: "whiskers"), rest,
        ].joinedSentences, width: 800,
        height: 400 + 22 * Gnuplot.legendRows(legend.map(\.label), width: 760),
        drawing: drawing(report, points, front, legend, x, y))
    ]
  }

  private static func points(
    of report: Report, _ x: ReportMetric, _ y: ReportMetric
  ) -> [Point] {
    var families: [String] = []
    return report.groups.compactMap { group in
      guard let a = group.statistics(of: x), let b = group.statistics(of: y) else { return nil }
      let family = group.values.first ?? ""
      if !families.contains(family) { families.append(family) }
      let place = families.firstIndex(of: family) ?? 0
      // What has no look of its own shares the last.
      return Point(group: group, x: a, y: b, family: min(place, Palette.limit - 1))
    }
  }

  private static func families(
    of report: Report, _ points: [Point]
  ) -> [(label: String, family: Int)] {
    guard let axis = report.axes.first else { return [("", 0)] }
    var found: [(label: String, family: Int)] = []
    for point in points where !found.contains(where: { $0.family == point.family }) {
      let value = point.group.values[0]
      let isLast = point.family == Palette.limit - 1
      let label = report.isNumeric(axis) ? "\(axis) \(value)" : value
      found.append((isLast ? "\(label), and others" : label, point.family))
    }
    return found
  }

  /// The points that no other is at least as good as in both, in the order of x.
  private static func front(_ points: [Point], isLessX: Bool, isLessY: Bool) -> [Point] {
    let better = { (a: Double, b: Double, isLess: Bool) in isLess ? a < b : a > b }
    let sorted = points.sorted { first, second in
      first.x.mean != second.x.mean
        ? better(first.x.mean, second.x.mean, isLessX)
        : better(first.y.mean, second.y.mean, isLessY)
    }
    var front: [Point] = []
    for point in sorted {
      guard let last = front.last else {
        front.append(point)
        continue
      }
      if better(point.y.mean, last.y.mean, isLessY) { front.append(point) }
    }
    return front
  }

  private static func drawing(
    _ report: Report, _ points: [Point], _ front: [Point],
    _ legend: [(label: String, family: Int)], _ x: ReportMetric, _ y: ReportMetric
  ) -> String {
    var lines =
      Gnuplot.opening(grid: "xtics ytics") + [
        "set xlabel \(Gnuplot.quoted(x.label))", "set ylabel \(Gnuplot.quoted(y.label))",
        "set offsets graph 0.04, graph 0.1, graph 0.08, graph 0.05", Gnuplot.legend,
      ]
    if let low = points.map(\.x.mean).min(), let high = points.map(\.x.mean).max(), low > 0,
      high / low >= 30
    {
      lines.append("set logscale x")
    }
    if front.count <= mostNames {
      for point in front {
        let label = Gnuplot.quoted(Gnuplot.short(report.label(of: point.group), to: 32))
        lines.append(
          "set label \(label) at \(Gnuplot.number(point.x.mean)),\(Gnuplot.number(point.y.mean))"
            + " left offset 0.7,-0.7 font ',10'")
      }
    }
    lines += Gnuplot.block("front", front.map { [$0.x.mean, $0.y.mean] })
    var clauses = ["$front using 1:2 with lines lw 1.2 dt (4,3) lc rgb 'black' title 'best'"]
    for (label, family) in legend {
      let members = points.filter { $0.family == family }
      lines += Gnuplot.block(
        "points\(family)",
        members.map { [$0.x.mean, $0.y.mean, $0.x.sd ?? 0, $0.y.sd ?? 0] })
      if members.contains(where: { $0.x.sd ?? 0 > 0 || $0.y.sd ?? 0 > 0 }) {
        clauses.append(
          "$points\(family) using 1:2:3:4 with xyerrorbars pt 0 ps 0 lw 1"
            + " lc rgb \(Palette.colour(family)) notitle")
      }
      clauses.append(
        "$points\(family) using 1:2 with points \(Palette.point(family)) lw 1.5"
          + " lc rgb \(Palette.colour(family)) "
          + (label.isEmpty ? "notitle" : "title \(Gnuplot.quoted(Gnuplot.short(label)))"))
    }
    clauses.append("$front using 1:2 with points pt 6 ps 1.7 lw 1.2 lc rgb 'black' notitle")
    return Gnuplot.script(lines + [Gnuplot.plot(clauses)])
  }
}
