import Testing

@testable import CCResults

@Suite struct MetricColumnTests {
  @Test(arguments: [
    ([[0.9301, 0.9323], [0.88, 0.881]], ["0.9312 ± 0.0016", "0.8805 ± 0.0007"]),
    ([[17.903], [8.1]], ["17.90", "8.10"]), ([[4301.555], [728.088]], ["4302", "728"]),
    ([[1437], [12]], ["1437", "12"]), ([[0.5, 0.5]], ["0.5000 ± 0.0000"]),
    ([[1200, 1400]], ["1300 ± 141"]), ([[0], [0]], ["0", "0"]),
    ([[123_456_789]], ["1.23e+08"]), ([[0.000_012_34]], ["1.23e-05"]),
    ([[-3.25, -3.75]], ["-3.50 ± 0.35"]),
  ])
  func `a column has as many decimals as its spread makes sensible`(
    values: [[Double]], texts: [String]
  ) {
    let statistics = values.compactMap { Statistics($0) }
    let column = MetricColumn(statistics)
    let found = statistics.map { column.text($0, expected: $0.count) }
    #expect(found == texts)
  }

  @Test(arguments: [(0.1, "0.1"), (3, "3"), (1e300, "1e+300"), (-0.5, "-0.5")])
  func `exact numbers are short and read back`(value: Double, text: String) {
    #expect(NumberFormat.exact(value) == text)
  }
}
