/// A number that a report compares: a metric, a timer, or the wall time of the attempt.
package struct ReportMetric: Sendable {
  /// As `--metrics` names it: `accuracy`, `timer:training`, `seconds`.
  package let name: String
  /// What tables and figures call it, without the unit.
  package let title: String
  package let unit: String?
  package let goal: Goal?
  /// Digits behind the point; nil for as many as the spread makes sensible.
  let decimals: Int?
  /// One for each row of the report; NaN where it has none.
  let values: [Double]

  package var label: String { unit.map { "\(title) (\($0))" } ?? title }

  func value(of row: Int) -> Double? { values[row].isNaN ? nil : values[row] }

  var isAccuracy: Bool { !isTime && MetricChoice.isAccuracy(name) }

  private var isTime: Bool { name == MetricChoice.seconds || name.hasPrefix(MetricChoice.timer) }

  /// Which values are good, where users said so or the name does.
  var likelyGoal: Goal? {
    if let goal { return goal }
    if isAccuracy { return .maximize }
    let small = MetricChoice.isLoss(name) || name.lowercased().contains("energy")
    return isTime || small ? .minimize : nil
  }
}
