import HostIO
import Testing

@testable import CCResults

/// Our statistics against what SciPy says, whose answers `SciPy/golden.py` has written down.
@Suite struct StatisticsGoldenTests {
  private struct Case {
    let line: String
    let name: String
    let inputs: [[Double]]
    let values: [Double]
  }

  private static let directory =
    #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/SciPy"

  private static func cases(_ text: String) -> [Case] {
    text.split(separator: "\n").map { line in
      let sides = line.split(separator: "=")
      let words = sides[0].split(separator: " ")
      let numbers = { (word: Substring) in word.split(separator: ",").compactMap { Double($0) } }
      return Case(
        line: String(line.prefix(60)), name: String(words[0]),
        inputs: words.dropFirst().map(numbers),
        values: sides[1].split(separator: " ").compactMap { Double($0) })
    }
  }

  /// What we say of the same; infinite where we say nothing.
  private static func answers(_ found: Case) -> [Double] {
    let inputs = found.inputs
    let samples = inputs.compactMap { Statistics($0) }
    switch found.name {
    case "t.beyond": return [StudentDistribution(degrees: inputs[0][0]).beyond(inputs[1][0])]
    case "t.value":
      return [StudentDistribution(degrees: inputs[0][0]).value(leavingBeyond: inputs[1][0])]
    case "normal.below": return [NormalDistribution.below(inputs[0][0])]
    case "normal.beyond": return [NormalDistribution.beyond(inputs[0][0])]
    case "summary":
      let one = samples[0]
      return [
        one.mean, one.sd ?? .infinity, one.median, one.min, one.max,
        one.standardError ?? .infinity, one.halfInterval ?? .infinity, one.quantile(0.05),
        one.quantile(0.25), one.quantile(0.9),
      ]
    case "welch":
      let test = WelchTest(samples[0], samples[1])
      return [test?.t ?? .infinity, test?.degrees ?? .infinity, test?.p ?? .infinity]
    case "whitney":
      let test = MannWhitneyTest(samples[0], samples[1])
      return [test.u, test.p]
    case "ratio":
      let ratio = MeanRatio(samples[0], samples[1])
      let interval = ratio?.interval
      return [
        ratio?.ratio ?? .infinity, interval?.lowerBound ?? .infinity,
        interval?.upperBound ?? .infinity,
      ]
    default:
      let fit = LinearFit(zip(inputs[0], inputs[1]).map { (x: $0, y: $1) })
      return [
        fit?.slope ?? .infinity, fit?.intercept ?? .infinity, fit?.rSquared ?? .infinity,
        fit?.slopeError ?? .infinity, fit?.p ?? .infinity,
      ]
    }
  }

  private func check(_ text: String) {
    let cases = Self.cases(text)
    #expect(cases.count > 150)
    for found in cases {
      let answers = Self.answers(found)
      #expect(answers.count == found.values.count, "\(found.line)")
      for (answer, value) in zip(answers, found.values) {
        #expect(
          abs(answer - value) <= 1e-10 * max(abs(value), 1e-2),
          "\(found.line): \(answer), SciPy \(value)")
      }
    }
  }

  @Test func `all functions agree with SciPy to ten digits`() throws {
    check(String(decoding: try Files.read(Self.directory + "/golden.txt"), as: UTF8.self))
  }

  /// Where SciPy is installed; its newest version may compute otherwise than that of the file.
  @Test(.enabled(if: Environment.value("CMS_NIGHTLY") != nil))
  func `all functions agree with the SciPy of this machine`() throws {
    let found = try Spawn.output(of: ["python3", Self.directory + "/golden.py"])
    guard found.code == 0 else { return }
    check(String(decoding: found.output, as: UTF8.self))
  }
}
