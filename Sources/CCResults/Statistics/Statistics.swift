/// Mean, spread and order statistics of repeated measurements.
package struct Statistics: Hashable, Sendable {
  /// The values that are finite, ascending; at least one.
  package let values: [Double]
  package let mean: Double
  /// The sample standard deviation (n - 1); nil below two values.
  package let sd: Double?

  /// Returns nil where no value is finite; others than finite ones are left out.
  ///
  /// - Source: The corrected two-pass algorithm (Chan, Golub, LeVeque 1983), the mean by Welford.
  package init?(_ values: some Sequence<Double>) {
    var sorted = values.filter(\.isFinite)
    guard !sorted.isEmpty else { return nil }
    if sorted.count > 1 { sorted.sort() }
    let mean = sorted.count > 1 ? Statistics.mean(of: sorted) : sorted[0]
    self.values = sorted
    self.mean = mean
    sd = Statistics.deviation(of: sorted, from: mean)
  }

  private static func mean(of values: [Double]) -> Double {
    // Rounding would move it off what all values are.
    if let first = values.first, first == values.last { return first }
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
    // Squares of what is very large or very small would leave the numbers there are.
    let scale = values.reduce(0) { Swift.max($0, abs($1 - mean)) }
    guard scale > 0 else { return 0 }
    guard scale.isFinite else { return nil }
    var squares = 0.0
    var rest = 0.0
    for value in values {
      let part = (value - mean) / scale
      squares += part * part
      rest += part
    }
    let count = Double(values.count)
    let deviation =
      scale * Swift.max(0, (squares - rest * rest / count) / (count - 1)).squareRoot()
    return deviation.isFinite ? deviation : nil
  }
}

extension Statistics {
  package var count: Int { values.count }
  package var min: Double { values.first ?? mean }
  package var max: Double { values.last ?? mean }
  package var median: Double { quantile(0.5) }

  /// The standard error of the mean; nil below two values.
  package var standardError: Double? { sd.map { $0 / Double(count).squareRoot() } }

  /// Half the width of the 95 % confidence interval of the mean; nil below two values.
  package var halfInterval: Double? { halfInterval(of: 0.95) }

  /// Returns half the width of a confidence interval of the mean, by Student's distribution.
  package func halfInterval(of confidence: Double) -> Double? {
    guard let standardError else { return nil }
    guard standardError > 0 else { return 0 }
    let half =
      StudentDistribution(degrees: Double(count - 1)).value(leavingBeyond: 1 - confidence)
      * standardError
    return half.isFinite ? half : nil
  }

  /// Returns the value below which a part of all lies, between two values on their line.
  ///
  /// - Source: Hyndman and Fan (1996), definition 7, which NumPy and R use as well.
  package func quantile(_ part: Double) -> Double {
    let place = Swift.min(Swift.max(part, 0), 1) * Double(count - 1)
    let lower = Int(place)
    let upper = Swift.min(lower + 1, count - 1)
    let weight = place - Double(lower)
    guard weight > 0, values[lower] != values[upper] else { return values[lower] }
    return values[lower] * (1 - weight) + values[upper] * weight
  }
}
