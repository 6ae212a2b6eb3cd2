/// Mean, spread and order statistics of repeated measurements.
package struct Statistics: Hashable, Sendable {
  package let count: Int
  package let mean: Double
  /// The sample standard deviation (n - 1); nil below two values.
  package let sd: Double?
  package let median: Double
  package let min: Double
  package let max: Double

  /// Returns nil where no value is finite; others than finite ones are left out.
  ///
  /// - Source: The corrected two-pass algorithm (Chan, Golub, LeVeque 1983), the mean by Welford.
  package init?(_ values: some Sequence<Double>) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let mean = Statistics.mean(of: sorted)
    count = sorted.count
    self.mean = mean
    sd = Statistics.deviation(of: sorted, from: mean)
    let middle = sorted.count / 2
    median =
      sorted.count.isMultiple(of: 2)
      ? sorted[middle - 1] / 2 + sorted[middle] / 2 : sorted[middle]
    min = first
    max = last
  }

  private static func mean(of values: [Double]) -> Double {
    var mean = 0.0
    for (index, value) in values.enumerated() {
      let weight = 1 / Double(index + 1)
      mean = mean * (1 - weight) + value * weight
    }
    // A second look takes off what rounding left behind.
    let rest = values.reduce(0) { $0 + ($1 - mean) } / Double(values.count)
    return rest.isFinite ? mean + rest : mean
  }

  private static func deviation(of values: [Double], from mean: Double) -> Double? {
    guard values.count > 1 else { return nil }
    var squares = 0.0
    var rest = 0.0
    for value in values {
      squares += (value - mean) * (value - mean)
      rest += value - mean
    }
    let count = Double(values.count)
    return Swift.max(0, (squares - rest * rest / count) / (count - 1)).squareRoot()
  }
}
