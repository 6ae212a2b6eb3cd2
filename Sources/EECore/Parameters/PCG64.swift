/// The generator that points are drawn with: PCG64, also known as PCG XSL RR 128/64.
///
/// A seed means the same numbers on every machine, and in every other implementation that is seeded
/// as `pcg64_srandom(seed, stream)` of the reference.
///
/// - Source: <https://www.pcg-random.org/paper.html>; O'Neill, "PCG: A Family of Simple Fast
///   Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014.
package struct PCG64: Hashable, Sendable {
  private static let multiplier: UInt128 =
    UInt128(0x2360_ED05_1FC6_5DA4) << 64 | UInt128(0x4385_DF64_9FCC_F645)

  private var state: UInt128 = 0
  /// Odd; generators that differ in it never run in step.
  private let increment: UInt128

  package init(seed: UInt64, stream: UInt64) {
    increment = UInt128(stream) << 1 | 1
    step()
    state &+= UInt128(seed)
    step()
  }

  /// Returns 64 random bits.
  package mutating func next() -> UInt64 {
    step()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded >> turn | folded << ((64 &- turn) & 63)
  }

  /// Returns a number below a bound, each with the same probability.
  ///
  /// - Parameter bound: at least one.
  /// - Returns: a number in `0..<bound`.
  package mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "there is no number below zero")
    // The lowest numbers, 2⁶⁴ mod bound of them, would make the first remainders likelier.
    let threshold = (0 &- bound) % bound
    while true {
      let number = next()
      if number >= threshold { return number % bound }
    }
  }

  /// Returns a number in [0, 1), one of the 2⁵³ multiples of 2⁻⁵³.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  private mutating func step() { state = state &* Self.multiplier &+ increment }
}
