/// Student's t distribution, of any positive number of degrees of freedom.
package struct StudentDistribution: Hashable, Sendable {
  package let degrees: Double

  package init(degrees: Double) { self.degrees = degrees }

  /// Returns the probability of a value at least as far from zero.
  package func beyond(_ t: Double) -> Double {
    let square = t * t
    guard square.isFinite else { return 0 }
    let sum = degrees + square
    return SpecialFunctions.incompleteBeta(degrees / 2, 0.5, x: degrees / sum, rest: square / sum)
  }

  /// Returns the probability of a value at most this.
  package func below(_ t: Double) -> Double {
    let tail = beyond(t) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// Returns the value beyond which, on both sides together, a probability lies.
  ///
  /// - Parameters:
  ///   - probability: above zero and at most one, such as 0.05.
  /// - Cost: some sixty values of the distribution.
  package func value(leavingBeyond probability: Double) -> Double {
    var high = 1.0
    while beyond(high) > probability, high < 1e300 { high *= 2 }
    var low = high > 1 ? high / 2 : 0
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if beyond(middle) > probability { low = middle } else { high = middle }
    }
  }
}
