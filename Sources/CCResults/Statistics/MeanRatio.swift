internal import Glibc

/// By which factor two samples of positive values differ: the ratio of their geometric means.
package struct MeanRatio: Hashable, Sendable {
  /// First over second.
  package let ratio: Double
  /// The 95 % confidence interval, by Welch's test of the logarithms; nil where nothing varies or
  /// a sample has less than two values.
  package let interval: ClosedRange<Double>?

  /// Returns nil where a value is not positive.
  package init?(_ first: Statistics, _ second: Statistics) {
    guard first.min > 0, second.min > 0, let a = Statistics(first.values.map(log)),
      let b = Statistics(second.values.map(log))
    else { return nil }
    let difference = a.mean - b.mean
    ratio = exp(difference)
    guard let test = WelchTest(a, b), let errorA = a.standardError, let errorB = b.standardError
    else {
      interval = nil
      return
    }
    let half =
      StudentDistribution(degrees: test.degrees).value(leavingBeyond: 0.05)
      * hypot(errorA, errorB)
    let (low, high) = (exp(difference - half), exp(difference + half))
    interval = low.isFinite && high.isFinite ? low...high : nil
  }
}
