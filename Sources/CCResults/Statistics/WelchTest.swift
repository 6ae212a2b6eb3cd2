/// Whether two samples have different means, whatever their variances are.
package struct WelchTest: Hashable, Sendable {
  package let t: Double
  package let degrees: Double
  /// The probability of a difference at least as large by chance, to either side.
  package let p: Double

  /// Compares two samples.
  ///
  /// - Returns: nil where one has less than two values, or neither varies: then nothing can be
  ///   said about chance.
  /// - Source: Welch (1947), with the degrees of freedom of Satterthwaite.
  package init?(_ first: Statistics, _ second: Statistics) {
    guard let a = first.standardError, let b = second.standardError else { return nil }
    let scale = max(a, b)
    guard scale > 0 else { return nil }
    let (partA, partB) = ((a / scale) * (a / scale), (b / scale) * (b / scale))
    let sum = partA + partB
    t = (first.mean - second.mean) / (scale * sum.squareRoot())
    degrees =
      sum * sum
      / (partA * partA / Double(first.count - 1) + partB * partB / Double(second.count - 1))
    p = StudentDistribution(degrees: degrees).beyond(t)
  }
}
