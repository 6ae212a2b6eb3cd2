internal import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
  /// Returns the probability of a value at most this.
  package static func below(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// Returns the probability of a value at least as far from zero.
  package static func beyond(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }
}
