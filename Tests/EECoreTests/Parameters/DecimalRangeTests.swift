import TestSupport
import Testing

@testable import EECore

@Suite struct DecimalRangeTests {
  private static let ranges: KeyValuePairs<String, String> = [
    "from: 1, to: 10, step: 3": "1 4 7 10",
    "from: 0.1, to: 0.3, step: 0.05": "0.10 0.15 0.20 0.25 0.30",
    "from: 0, to: 1, step: 0.25": "0.00 0.25 0.50 0.75 1.00",
    "from: 0, to: 0.3, step: 0.1": "0.0 0.1 0.2 0.3",
    "from: 1e-4, to: 3e-4, step: 1e-4": "0.0001 0.0002 0.0003",
    "from: 1e3, to: 3e3, step: 1e3": "1000 2000 3000",
    "from: -1, to: 1, step: 1": "-1 0 1",
    "from: -1e3, to: 1e3, step: 1e3": "-1000 0 1000",
    "from: 0, to: 2e2, step: 1e2": "0 100 200",
    "from: -0.5, to: 0.5, step: 0.5": "-0.5 0.0 0.5",
    "from: 5, to: 1, step: -2": "5 3 1",
    "from: 3, to: 3, step: 1": "3",
    "from: '1', to: \"3\", step: 1, scale: linear": "1 2 3",
    "from: 9007199254740992, to: 9007199254740994, step: 1":
      "9007199254740992 9007199254740993 9007199254740994",
    "from: 1e-20, to: 3e-20, step: 1e-20": "1e-20 2e-20 3e-20",
    "from: 1, to: 10, count: 4": "1 4 7 10",
    "from: 10, to: 1, count: 4": "10 7 4 1",
    "from: 0, to: 1, count: 5": "0.00 0.25 0.50 0.75 1.00",
    "from: 0.10, to: 0.50, count: 5": "0.10 0.20 0.30 0.40 0.50",
    "from: 1e3, to: 2e3, count: 3": "1000 1500 2000",
    "from: 0, to: 1, count: 4": "0 0.333333 0.666667 1",
    "from: -1, to: 2, count: 10":
      "-1 -0.666667 -0.333333 0 0.333333 0.666667 1 1.33333 1.66667 2",
    "from: 0, to: 1, count: 2": "0 1",
    "from: 7.0, to: 7.0, count: 1": "7.0",
    "from: 1, to: 2, count: 3, scale: linear": "1.0 1.5 2.0",
    "from: 1e-4, to: 1e-1, count: 4, scale: log": "1e-4 1e-3 0.01 1e-1",
    "from: 0.0001, to: 0.1, count: 4, scale: log": "0.0001 1e-3 0.01 0.1",
    "from: 1, to: 1000000, count: 7, scale: log": "1 10 100 1000 10000 100000 1000000",
    "from: 1000, to: 1, count: 4, scale: log": "1000 100 10 1",
    "from: 1, to: 2, count: 4, scale: log": "1 1.25992 1.5874 2",
    "from: 16, to: 256, count: 5, scale: log": "16 32 64 128 256",
    "from: 1e-200, to: 1, count: 3, scale: log": "1e-200 1e-100 1",
  ]

  @Test(arguments: ranges.map { ($0.key, $0.value) })
  func `a range has exact values, ends included`(rule: String, expected: String) throws {
    #expect(try SampleRule.values("{\(rule)}").joined(separator: " ") == expected)
  }

  private static let refused: KeyValuePairs<String, String> = [
    "from: 1e-9223372036854775808, to: 1, step: 1":
      "11 EE125 parameter 'p': from is '1e-9223372036854775808', expected at most 18 digits, below "
      + "1e300",
    "from: 1e-400, to: 1, count: 3, scale: log":
      "11 EE125 parameter 'p': from is '1e-400', expected 0 or a number above 1e-300 in size",
    "from: 1, to: 3": "4 EE125 parameter 'p': a range without 'step' or 'count' → write step: 0.1 "
      + "for the distance, or count: 5 for the number of values",
    "from: 1, step: 3": "4 EE125 parameter 'p': a range without 'to' → write p: {from: 0, to: 1, "
      + "step: 0.1}",
    "to: 1, count: 3": "4 EE125 parameter 'p': a range without 'from' → write p: {from: 0, to: 1, "
      + "step: 0.1}",
    "from: 1, to: 3, step: 1, count: 3":
      "27 EE125 parameter 'p': a range with 'step' and 'count', expected one of them",
    "from: 1, to: 3, stp: 1": "21 EE104 unknown key 'stp' in parameter 'p' → did you mean 'step'?",
    "from: 0, to: 1, step: 0.3":
      "18 EE125 parameter 'p': steps of 0.3 from 0 do not hit 1 → end at "
      + "0.9 or at 1.2",
    "from: 5, to: 1, step: -3":
      "18 EE125 parameter 'p': steps of -3 from 5 do not hit 1 → end at 2 "
      + "or at -1",
    "from: 0, to: 1, step: 5":
      "18 EE125 parameter 'p': steps of 5 from 0 do not hit 1 → end at 0 or "
      + "at 5",
    "from: 0, to: 1, step: 0": "27 EE125 parameter 'p': step is 0, expected a distance",
    "from: 5, to: 1, step: 2": "27 EE122 parameter 'p': steps of 2 from 5 lead away from 1 → write "
      + "step: -2",
    "from: 1, to: 5, step: -0.5": "27 EE122 parameter 'p': steps of -0.5 from 1 lead away from 5 → "
      + "write step: 0.5",
    "from: a, to: 5, step: 1": "11 EE125 parameter 'p': from is 'a', expected a number",
    "from: 1, to: [5], step: 1": "18 EE125 parameter 'p': to is a list, expected a number",
    "from: 1, to: 5, step: 012": "27 EE125 parameter 'p': step is '012', expected a number",
    "from: 1, to: , step: 1": "18 EE125 parameter 'p': to is nothing, expected a number",
    "from: 1, to: 1234567890123456789, step: 1":
      "18 EE125 parameter 'p': to is '1234567890123456789', expected at most 18 digits, below 1e300",
    "from: 1, to: 1e400, count: 3":
      "18 EE125 parameter 'p': to is '1e400', expected at most 18 digits, below 1e300",
    "from: 1e-20, to: 1, step: 0.1":
      "4 EE125 parameter 'p': the numbers of the range lie too far apart to be computed exactly",
    "from: 0, to: 100000, step: 1": "32 EE124 parameter 'p': more than 100000 values",
    "from: 0, to: 1, count: 100001": "28 EE124 parameter 'p': more than 100000 values",
    "from: 0, to: 1, count: 0":
      "28 EE125 parameter 'p': count is '0', expected a whole number of at least 1",
    "from: 0, to: 1, count: 2.5":
      "28 EE125 parameter 'p': count is '2.5', expected a whole number of at least 1",
    "from: 0, to: 1, count: 1": "28 EE125 parameter 'p': 1 values from 0 to 1, expected at least 2",
    "from: 1, to: 1.0, count: 3": "30 EE125 parameter 'p': 3 values from 1 to 1.0, expected 1",
    "from: 0, to: 1, count: 3, scale: log":
      "11 EE125 parameter 'p': a logarithmic range has the end 0, expected a number above 0",
    "from: 1, to: -1, count: 3, scale: log":
      "18 EE125 parameter 'p': a logarithmic range has the end -1, expected a number above 0",
    "from: 1, to: 3, count: 3, scale: lgo":
      "38 EE125 parameter 'p': scale is 'lgo', expected 'linear' or 'log' → did you mean 'log'?",
    "from: 1, to: 3, step: 1, scale: log":
      "37 EE125 parameter 'p': a range with 'step' and 'scale', expected 'count'",
    "from: 1000000, to: 1000001, count: 4":
      "4 EE125 parameter 'p': 4 values are not different in 6 digits, expected fewer",
  ]

  @Test(arguments: refused.map { ($0.key, $0.value) })
  func `what is no range is refused where it stands`(rule: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleRule.values("{\(rule)}") }
    #expect(error?.lines == [message])
  }

  @Test(arguments: 0..<20)
  func `a stepped range is what whole numbers say`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<50 {
      let digits = Int.random(in: 0...6, using: &random)
      let from = Int.random(in: -1_000_000...1_000_000, using: &random)
      let step = Int.random(in: 1...1000, using: &random)
      let count = Int.random(in: 1...20, using: &random)
      let texts = (0..<count).map {
        ExactDecimal(mantissa: from + $0 * step, exponent: -digits).fixedText()
      }
      let width = ExactDecimal(mantissa: step, exponent: -digits).fixedText()
      let rule = "{from: \(texts[0]), to: \(texts[count - 1]), step: \(width)}"
      #expect(try SampleRule.values(rule) == texts, "\(rule)")
    }
  }
}
