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
  /// More names than this are too many for a note.
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
          "The line joins the combinations that no other beats in both"
            + (names(of: front, in: report).map { ": \($0)." } ?? "."),
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

  /// The range with room at its ends; growing by factors where values are far apart.
  private static func xAxis(_ points: [Point]) -> [String] {
    let low = points.map { $0.x.mean - ($0.x.sd ?? 0) }.min() ?? 0
    let high = points.map { $0.x.mean + ($0.x.sd ?? 0) }.max() ?? 1
    guard low > 0, high / low >= 10 else {
      let pad = max((high - low) * 0.06, abs(high) * 1e-3, 1e-9)
      return ["set xrange [\(Gnuplot.number(low - pad)):\(Gnuplot.number(high + pad))]"]
    }
    let (first, last) = (low / 1.25, high * 1.25)
    let decades = NumberFormat.magnitude(first)...NumberFormat.magnitude(last)
    let tics = decades.flatMap { decade in
      (decades.count > 4 ? ["1"] : ["1", "2", "5"]).compactMap { Double("\($0)e\(decade)") }
    }.filter { (first...last).contains($0) }
    return [
      "set logscale x", "set xrange [\(Gnuplot.number(first)):\(Gnuplot.number(last))]",
      "set xtics (\(tics.map(Gnuplot.number).joined(separator: ", ")))",
    ]
  }

  /// What the numbers in the figure stand for.
  private static func names(of front: [Point], in report: Report) -> String? {
    guard front.count <= mostNames else { return nil }
    return front.enumerated().map { "\($0 + 1) \(report.label(of: $1.group))" }
      .joined(separator: "; ")
  }

  private static func drawing(
    _ report: Report, _ points: [Point], _ front: [Point],
    _ legend: [(label: String, family: Int)], _ x: ReportMetric, _ y: ReportMetric
  ) -> String {
    var lines =
      Gnuplot.opening(grid: "xtics ytics") + [
        "set xlabel \(Gnuplot.quoted(x.label))", "set ylabel \(Gnuplot.quoted(y.label))",
        Gnuplot.legend,
      ] + xAxis(points)
    for (index, point) in front.enumerated() where front.count <= mostNames {
      lines.append(
        "set label '\(index + 1)' at \(Gnuplot.number(point.x.mean)),"
          + "\(Gnuplot.number(point.y.mean)) right offset -0.9,0.6")
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
