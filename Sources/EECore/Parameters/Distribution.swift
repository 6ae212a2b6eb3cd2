/// What a parameter is drawn from, one value for each sampled point.
///
/// Numbers are drawn as 6 significant digits in the shortest form, never outside their ends.
package struct Distribution: Hashable, Sendable {
  /// An end of an interval: the number, and as the user wrote it.
  struct Bound: Hashable, Sendable {
    let number: Double
    let text: String
  }

  enum Shape: Hashable, Sendable {
    case uniform(Bound, Bound)
    case loguniform(Bound, Bound)
    /// Whole numbers, ends included.
    case wholeUniform(Int, Int)
    case wholeLoguniform(Int, Int)
    case normal(mean: Double, deviation: Double)
    /// - Shape: never empty.
    case choice([ParameterValue])
  }

  package let name: String
  let shape: Shape
  /// Where the parameter's name stands.
  package let position: SourcePosition

  /// Returns the next value.
  package func draw(_ generator: inout PCG64) -> ParameterValue {
    switch shape {
    case .uniform(let low, let high):
      let number = low.number + (high.number - low.number) * generator.unit()
      return ParameterValue(spelled: Self.text(number, low, high))
    case .loguniform(let low, let high):
      let number = Self.logarithmic(low.number, high.number, generator.unit())
      return ParameterValue(spelled: Self.text(number, low, high))
    case .wholeUniform(let low, let high):
      return ParameterValue(spelled: String(Self.whole(low, high, &generator)))
    case .wholeLoguniform(let low, let high):
      let number = Self.logarithmic(Double(low) - 0.5, Double(high) + 0.5, generator.unit())
      return ParameterValue(
        spelled: String(min(max(Int(number.rounded()), low), high)))
    case .normal(let mean, let deviation):
      return ParameterValue(
        spelled: ExactDecimal.shortText(of: mean + deviation * Self.normal(&generator)))
    case .choice(let values):
      return values[Int(generator.below(UInt64(values.count)))]
    }
  }

  /// Rounding may step over an end, which is then taken itself.
  private static func text(_ number: Double, _ low: Bound, _ high: Bound) -> String {
    let text = ExactDecimal.shortText(of: number)
    let rounded = Double(text) ?? number
    if rounded <= low.number { return low.text }
    return rounded >= high.number ? high.text : text
  }

  private static func logarithmic(_ low: Double, _ high: Double, _ part: Double) -> Double {
    let first = RealFunctions.log(low)
    return RealFunctions.exp(first + (RealFunctions.log(high) - first) * part)
  }

  private static func whole(_ low: Int, _ high: Int, _ generator: inout PCG64) -> Int {
    low + Int(generator.below(UInt64(high - low) + 1))
  }

  /// One standard normal number; the second of the pair is thrown away, so that a draw leaves
  /// nothing behind but the generator.
  ///
  /// - Source: Marsaglia and Bray, "A Convenient Method for Generating Normal Variables", 1964.
  private static func normal(_ generator: inout PCG64) -> Double {
    while true {
      let x = 2 * generator.unit() - 1
      let y = 2 * generator.unit() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      return x * (-2 * RealFunctions.log(square) / square).squareRoot()
    }
  }
}
