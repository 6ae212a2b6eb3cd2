internal import Glibc

/// The functions that distributions are made of.
enum SpecialFunctions {
  /// Returns I_x(a, b), given both x and 1 - x, so that neither loses digits near one.
  ///
  /// - Source: Lentz's evaluation of the continued fraction, DLMF 8.17.22.
  static func incompleteBeta(_ a: Double, _ b: Double, x: Double, rest: Double) -> Double {
    guard x > 0 else { return 0 }
    guard rest > 0 else { return 1 }
    // Where x is beyond the middle the fraction of the other side converges sooner.
    guard x <= (a + 1) / (a + b + 2) else {
      return 1 - incompleteBeta(b, a, x: rest, rest: x)
    }
    let power = a * log(of: x, rest) + b * log(of: rest, x) - logBeta(a, b)
    return exp(power) / a * fraction(a, b, x)
  }

  /// The logarithm of a number whose difference from one is known.
  private static func log(of x: Double, _ rest: Double) -> Double {
    rest < 0.5 ? log1p(-rest) : Glibc.log(x)
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1), from: tiny)
    var value = d
    for step in 1...20_000 {
      let m = Double(step)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / away(1 + term * d, from: tiny)
        c = away(1 + term / c, from: tiny)
        value *= c * d
      }
      if abs(c * d - 1) < 1e-16 { break }
    }
    return value
  }

  private static func away(_ value: Double, from tiny: Double) -> Double {
    abs(value) < tiny ? tiny : value
  }

  /// The logarithm of the beta function, without the digits that large gammas would cost.
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let small = min(a, b)
    let large = max(a, b)
    guard large >= 10 else { return lgamma(small) + lgamma(large) - lgamma(small + large) }
    let sum = small + large
    return lgamma(small) - (sum - 0.5) * log1p(small / large) - small * Glibc.log(large) + small
      + stirlingRest(large) - stirlingRest(sum)
  }

  /// What Stirling's formula leaves out of the logarithm of a gamma of at least ten.
  private static func stirlingRest(_ x: Double) -> Double {
    let square = 1 / (x * x)
    let series =
      1.0 / 12 - square
      * (1.0 / 360 - square
        * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * 691 / 360_360))))
    return series / x
  }
}
