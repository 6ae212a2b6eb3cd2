internal import EECore

/// Speed-up and efficiency over a numeric parameter that a report shows.
struct Scaling: Sendable {
  /// A configuration at one value of the parameter.
  struct Point: Sendable {
    let size: Double
    let group: ReportGroup
    let statistics: Statistics?
    /// Against the smallest size that has a value; nil without one.
    let speedUp: Double?
    /// One where the speed-up is what the size promises.
    let efficiency: Double?
  }

  let axis: Int
  let metric: ReportMetric
  let isWeak: Bool

  /// - Throws: ``Diagnostics`` EE128, EE105 where the parameter cannot be scaled over.
  init(
    _ wish: ReportSpec.Scaling, metric: ReportMetric, axes: [String], numeric: Set<String>,
    names: ReportNames
  ) throws(Diagnostics) {
    let name = try names.parameter(wish.over, in: "'over' of 'scaling'")
    guard numeric.contains(name) else {
      throw Diagnostics(
        .wrongKind, "'over' of 'scaling' names '\(name)', whose values are not all numbers",
        at: wish.over.position(ofByte: 0), width: name.count)
    }
    guard let axis = axes.firstIndex(of: name) else {
      throw Diagnostics(
        .wrongKind, "'over' of 'scaling' names '\(name)', which does not tell rows apart",
        at: wish.over.position(ofByte: 0), width: name.count,
        hint: "it has one value only, or stands neither in 'rows' nor in 'columns'")
    }
    self.axis = axis
    self.metric = metric
    isWeak = wish.isWeak
  }

  /// Returns the points of groups that differ in nothing but the parameter, smallest first.
  func points(of family: [ReportGroup]) -> [Point] {
    let sizes = family.map { (size: LogText.number($0.values[axis]) ?? 0, group: $0) }
      .sorted { $0.size < $1.size }
      .map { (size: $0.size, group: $0.group, statistics: $0.group.statistics(of: metric)) }
    let base = sizes.first { ($0.statistics?.mean ?? 0) > 0 && $0.size > 0 }
    return sizes.map { point in
      guard let base, let first = base.statistics?.mean, let mean = point.statistics?.mean,
        mean > 0, point.size > 0
      else {
        return Point(
          size: point.size, group: point.group, statistics: point.statistics, speedUp: nil,
          efficiency: nil)
      }
      // Of a rate more is better.
      let gain = metric.likelyGoal == .maximize ? mean / first : first / mean
      let growth = point.size / base.size
      // Weak scaling of a time: the work grows as well, so that equal times are ideal.
      let isOfTime = metric.likelyGoal != .maximize
      let speedUp = isWeak && isOfTime ? gain * growth : gain
      return Point(
        size: point.size, group: point.group, statistics: point.statistics, speedUp: speedUp,
        efficiency: speedUp / growth)
    }
  }
}

/// A table of speed-up and efficiency.
struct ScalingTable {
  private let report: Report
  private let scaling: Scaling

  init(_ report: Report, _ scaling: Scaling) {
    self.report = report
    self.scaling = scaling
  }

  var section: ReportSection {
    let metric = scaling.metric
    let points = report.families(along: scaling.axis).flatMap(scaling.points)
    let format = MetricColumn(points.compactMap(\.statistics), decimals: metric.decimals)
    let others = report.axes.indices.filter { $0 != scaling.axis }
    let order = others + [scaling.axis]
    let rows = points.map { point in
      order.map { point.group.values[$0].isEmpty ? "–" : point.group.values[$0] }
        + ["\(point.group.done)", format.text(point.statistics, expected: point.group.done)]
        + [point.speedUp, point.efficiency].map { value in
          value.map { NumberFormat.fixed($0, decimals: 2) } ?? "–"
        }
    }
    let columns =
      order.map { report.axes[$0] }.map {
        ReportTable.Column(title: $0, isNumeric: report.isNumeric($0), isKey: true)
      }
      + ["runs", metric.label, "speed-up", "efficiency"].map {
        ReportTable.Column(title: $0, isNumeric: true)
      }
    let kind = scaling.isWeak ? "Weak" : "Strong"
    return ReportSection(
      kind: .scaling,
      title: "\(kind) scaling of \(metric.title) over \(report.axes[scaling.axis])",
      table: ReportTable(columns: columns, rows: rows),
      notes: [
        "Speed-up is against the smallest \(report.axes[scaling.axis]) of each; "
          + "efficiency is the speed-up for each unit of growth."
      ])
  }
}
