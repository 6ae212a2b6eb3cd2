/// Which of several values of a metric counts.
package enum MetricPick: String, Sendable, CaseIterable {
  case last, first, max, min, mean, count

  /// Returns the one that counts.
  ///
  /// - Parameter values: in the order in which they were measured, or of the members; NaN stands for
  ///   what was no number, which is the last one too.
  /// - Returns: nil or NaN where there is none; a count is never absent.
  package func callAsFunction(_ values: [Double]) -> Double? {
    let numbers = values.filter { !$0.isNaN }
    return pick(from: numbers, last: values.last)
  }

  private func pick(from values: [Double], last: Double?) -> Double? {
    switch self {
    case .last: last
    case .first: values.first
    case .max: values.max()
    case .min: values.min()
    case .mean: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    case .count: Double(values.count)
    }
  }
}
