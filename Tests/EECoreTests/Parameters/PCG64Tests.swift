import Testing

@testable import EECore

@Suite struct PCG64Tests {
  /// What `pcg64-demo` of the reference implementation prints for seed 42 and stream 54.
  @Test func `the numbers are those of the reference`() {
    var generator = PCG64(seed: 42, stream: 54)
    #expect(
      (0..<6).map { _ in generator.next() } == [
        0x86b1_da1d_7206_2b68, 0x1304_aa46_c985_3d39, 0xa367_0e9e_0dd5_0358,
        0xf909_0e52_9a7d_ae00, 0xc85b_9fd8_3799_6f2c, 0x6061_21f8_e391_9196,
      ])
  }

  @Test func `streams and seeds differ`() {
    let firsts = [(0, 0), (0, 1), (1, 0), (1, 1)].map { seed, stream in
      var generator = PCG64(seed: UInt64(seed), stream: UInt64(stream))
      return generator.next()
    }
    #expect(Set(firsts).count == 4)
  }

  @Test(arguments: [1, 2, 3, 7, 10, 64])
  func `every number below a bound is as likely as another`(bound: UInt64) {
    var generator = PCG64(seed: 7, stream: bound)
    var counts = [Int](repeating: 0, count: Int(bound))
    let expected = 2000
    for _ in 0..<expected * Int(bound) { counts[Int(generator.below(bound))] += 1 }
    // Six standard deviations.
    #expect(counts.allSatisfy { abs(Double($0 - expected)) < 6 * Double(expected).squareRoot() })
  }

  /// Two thirds of the bits are above the bound, which a remainder alone would fold unevenly.
  @Test func `a bound near the largest number is not biased`() {
    var generator = PCG64(seed: 1, stream: 1)
    let bound = UInt64.max / 3 * 2
    let low = (0..<6000).count { _ in generator.below(bound) < bound / 2 }
    #expect(abs(low - 3000) < 240)
  }

  @Test func `unit numbers fill the interval evenly`() {
    var generator = PCG64(seed: 3, stream: 5)
    let numbers = (0..<10_000).map { _ in generator.unit() }
    #expect(numbers.allSatisfy { 0 <= $0 && $0 < 1 })
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.02)
    #expect(numbers.count { $0 < 0.1 } > 800)
  }
}
