import TestSupport
import Testing

@testable import EECore

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (30.0, "30.0"), (1e-5, "1e-05"), (0.0001, "0.0001"),
    (1e15, "1000000000000000.0"),
    (1e16, "1e+16"), (1.25e-300, "1.25e-300"), (-2.5, "-2.5"), (0.0, "0.0"),
    (1 / 3.0, "0.333333333333333"),
    (123456.789, "123456.789"), (0.99999999999999999, "1.0"), (9.999999999999999e22, "1e+23"),
  ])
  func `a real number is written with at most 15 digits`(number: Double, text: String) {
    #expect(ExactDecimal(number)?.rounded(toSignificant: 15).realText == text)
  }

  @Test(arguments: [
    (0.1, "0.1"), (0.01, "0.01"), (0.001, "1e-3"), (0.00125, "0.00125"), (0.000125, "1.25e-4"),
    (1_234_567.0, "1234570"), (1000.0, "1000"), (1.5e20, "1.5e20"), (1e20, "1e20"), (0.0, "0"),
    (-0.5, "-0.5"),
    (2 / 3.0, "0.666667"), (-1e-9, "-1e-9"), (1.23456e-7, "1.23456e-7"), (99999.95, "100000"),
  ])
  func `a drawn number is written short`(number: Double, text: String) {
    #expect(ExactDecimal.shortText(of: number) == text)
  }

  @Test func `what is no finite number has no digits`() {
    #expect(ExactDecimal(Double.infinity) == nil)
    #expect(ExactDecimal(Double.nan) == nil)
    #expect(ExactDecimal("a") == nil)
    #expect(ExactDecimal("99999999999999999999") == nil)
    #expect(ExactDecimal("1e99999999999999999999") == nil)
  }

  @Test(arguments: 0..<10)
  func `both forms are read back as the number that was rounded`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<300 {
      let digits = Int.random(in: -999_999...999_999, using: &random)
      let exponent = Int.random(in: -30...30, using: &random)
      let number = ExactDecimal(mantissa: digits, exponent: exponent)
      for text in [number.realText, number.shortestText, number.fixedText()] {
        #expect(Double(text) == Double("\(digits)e\(exponent)"), "\(text)")
      }
      let real = number.double
      #expect(ExactDecimal(real)?.rounded(toSignificant: 15) == number.reduced, "\(real)")
    }
  }
}
