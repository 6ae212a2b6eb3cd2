import Testing

@testable import EECore

@Suite struct DistributionTests {
  private static func draws(_ rule: String, count: Int = 2000) throws -> [String] {
    let distribution = try #require(try SampleRule.distribution("{\(rule)}"))
    var generator = PCG64(seed: 7, stream: 1)
    return (0..<count).map { _ in distribution.draw(&generator).spelling }
  }

  private static func numbers(_ rule: String) throws -> [Double] {
    try draws(rule).map { try #require(Double($0)) }
  }

  /// Computed apart, from the definitions and the paper.
  private static let firsts: KeyValuePairs<String, String> = [
    "uniform: [0.1, 0.5]": "0.451148 0.312866 0.135038 0.212576 0.307471",
    "uniform: [1, 6], integer: true": "5 3 1 4 1",
    "loguniform: [1e-5, 1e-1]": "0.03247 0.0013448 2.24067e-5 1.33587e-4 0.0011877",
    "loguniform: [16, 1024], integer: true": "614 144 22 50 136",
    "normal: [0, 1]": "1.04777 -0.463646 0.0486459 -1.38397 -1.02455",
    "choice: [relu, 0.50, True]": "0.50 True relu relu relu",
  ]

  @Test(arguments: firsts.map { ($0.key, $0.value) })
  func `a seed means the same values anywhere`(rule: String, expected: String) throws {
    #expect(try Self.draws(rule, count: 5).joined(separator: " ") == expected)
  }

  @Test func `uniform numbers fill their interval evenly`() throws {
    let numbers = try Self.numbers("uniform: [0.1, 0.5]")
    #expect(numbers.allSatisfy { 0.1 <= $0 && $0 <= 0.5 })
    #expect(abs(numbers.reduce(0, +) / 2000 - 0.3) < 0.02)
    #expect(numbers.count { $0 < 0.2 } > 400)
  }

  @Test func `loguniform numbers are as many in each decade`() throws {
    let numbers = try Self.numbers("loguniform: [1e-5, 1e-1]")
    #expect(numbers.allSatisfy { 1e-5 <= $0 && $0 <= 1e-1 })
    for decade in [1e-5, 1e-4, 1e-3, 1e-2] {
      #expect(abs(numbers.count { decade <= $0 && $0 < 10 * decade } - 500) < 120)
    }
  }

  @Test func `normal numbers have their mean and deviation`() throws {
    let numbers = try Self.numbers("normal: [10, 2]")
    let mean = numbers.reduce(0, +) / 2000
    #expect(abs(mean - 10) < 0.25)
    let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2000
    #expect(abs(variance - 4) < 0.6)
  }

  @Test(arguments: ["uniform: [1, 3], integer: true", "loguniform: [1, 3], integer: true"])
  func `whole numbers reach both ends`(rule: String) throws {
    #expect(Set(try Self.draws(rule)) == ["1", "2", "3"])
  }

  @Test func `large whole numbers keep all their digits`() throws {
    let draws = try Self.draws("uniform: [1000000, 1000009], integer: true")
    #expect(Set(draws) == Set((0..<10).map { "100000\($0)" }))
  }

  @Test func `a choice is drawn as it is written`() throws {
    #expect(
      Set(try Self.draws("choice: [relu, 0.50, True, \"a,b\"]")) == ["relu", "0.50", "True", "a,b"])
  }

  @Test func `rounding does not leave the interval`() throws {
    let draws = try Self.draws("uniform: [0.12345601, 0.1234999]")
    let numbers = draws.compactMap { Double($0) }
    #expect(numbers.allSatisfy { 0.12345601 <= $0 && $0 <= 0.1234999 })
    #expect(draws.contains("0.12345601"))
    #expect(draws.contains("0.1234999"))
  }

  @Test func `what is not drawn has no distribution`() throws {
    for rule in ["1", "[1, 2]", "{from: 1, to: 2, count: 2}", "{repeat: 2}", "{}"] {
      #expect(try SampleRule.distribution(rule) == nil)
    }
    let distribution = try #require(try SampleRule.distribution("{normal: [0, 1]}"))
    #expect(distribution.name == "p")
    #expect(distribution.position == SourcePosition(file: "f", line: 1, column: 1))
  }

  private static let refused: KeyValuePairs<String, String> = [
    "uniform: 3": "14 EE126 parameter 'p': uniform is '3', expected a list of the smallest and the "
      + "largest number → write uniform: [0.1, 0.5]",
    "uniform: [1, 2, 3]": "14 EE126 parameter 'p': uniform is a list of 3, expected a list of the "
      + "smallest and the largest number → write uniform: [0.1, 0.5]",
    "uniform: [a, 2]": "15 EE126 parameter 'p': an end is 'a', expected a number",
    "uniform: [2, 1]":
      "14 EE126 parameter 'p': uniform from '2' to '1', expected the smaller first "
      + "→ did you mean [1, 2]?",
    "uniform: [2, 2]":
      "14 EE126 parameter 'p': uniform from '2' to '2', expected the smaller first "
      + "→ write p: 2",
    "uniform: [1, 1.00001]": "14 EE126 parameter 'p': '1' and '1.00001' lie too near together, or "
      + "too far apart, for numbers of 6 digits",
    "uniform: [1, 2.5], integer: true": "18 EE126 parameter 'p': an end is '2.5', expected a whole "
      + "number → without integer: true, any number is an end",
    "uniform: [1, 2], integer: 1": "31 EE126 parameter 'p': integer is '1', expected true or false",
    "uniform: [1, 2], count: 3":
      "22 EE104 unknown key 'count' in parameter 'p', which is 'uniform' "
      + "→ expected one of: uniform, integer",
    "loguniform: [0, 2]": "18 EE126 parameter 'p': an end is '0', expected a number above 0",
    "loguniform: [1e-400, 1]": "18 EE126 parameter 'p': an end is '1e-400', expected 0 or a number "
      + "above 1e-300 in size",
    "loguniform: [-1, 2]": "18 EE126 parameter 'p': an end is '-1', expected a number above 0",
    "normal: 0": "13 EE126 parameter 'p': normal is '0', expected a list of the mean and the "
      + "standard deviation → write normal: [0, 1]",
    "normal: [0, 0]": "17 EE126 parameter 'p': the standard deviation is '0', expected a number "
      + "above 0",
    "normal: [0, 1], integer: true": "21 EE104 unknown key 'integer' in parameter 'p', which is "
      + "'normal' → expected 'normal'",
    "choice: []": "13 EE126 parameter 'p': choice is empty, expected a list of values → write "
      + "choice: [1, 2]",
    "choice: a": "13 EE126 parameter 'p': choice is 'a', expected a list of values → write choice: "
      + "[1, 2]",
    "choice: [[1]]": "14 EE126 parameter 'p': a choice is a list, expected text or a number",
  ]

  @Test(arguments: refused.map { ($0.key, $0.value) })
  func `what is no distribution is refused where it stands`(rule: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleRule.distribution("{\(rule)}") }
    #expect(error?.lines == [message])
  }
}
