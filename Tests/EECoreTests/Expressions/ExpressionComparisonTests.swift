import Testing

@testable import EECore

/// Comparisons that SQL would answer in silence.
@Suite struct ExpressionComparisonTests {
  private static let computed = [
    "epoch*1 < '40'", "max(epoch,1) < '40'", "'40' > epoch + 1", "(epoch * 2) = '40'",
    "round(lr) IN (1, '40')", "ifnull(epoch, 0) = '40'", "coalesce(none, epoch, 0) = '40'",
    "nullif(epoch, '40') IS NULL", "CASE epoch + 1 WHEN '40' THEN 1 ELSE 0 END",
    "2 * epoch IS NOT '40'",
  ]

  @Test(arguments: computed)
  func `a number in quotes is no match for what is computed`(text: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds(text) }
    let column = (text.firstRange(of: "'40'")?.lowerBound).map {
      text.distance(from: text.startIndex, to: $0) + 1
    }
    #expect(
      error?.lines == [
        "\(column ?? 0) EE131 'where' compares a number with the text '40' → write 40 without quotes"
      ])
  }

  @Test(arguments: [
    "epoch < '40'", "substr(gpu, 2, 1) = '1'", "\"lr.text\" = '1e-4'", "max(gpu, '7') > '40'",
    "epoch IN ('10', '40')", "printf('%d', epoch) = '10'", "ifnull(none, '1') = '1'",
  ])
  func `a number in quotes is a text where texts are compared`(text: String) throws {
    #expect(try SampleExpressions.holds(text))
  }

  @Test(arguments: [
    "flag != 'True'", "'True' = flag", "flag IN ('x', 'True')", "flag IS NOT 'True'",
    "CASE flag WHEN 'True' THEN 1 ELSE 0 END",
  ])
  func `a boolean is no text`(text: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds(text) }
    #expect(
      error?.all.map(\.message) == [
        "'where' compares 'flag', which is true or false for flag=true, with the text 'True'"
      ])
    #expect(
      error?.all.first?.hint == "write TRUE without quotes, or compare \"flag.text\"")
  }

  @Test(arguments: ["gpu != 'True'", "\"flag.text\" = 'true'", "'True' = 'True'"])
  func `a text may look like a boolean`(text: String) throws {
    #expect(try SampleExpressions.holds(text))
  }

  private func holds(_ condition: String, mem: String) throws -> Bool {
    let table = try ExpressionTable(
      columns: ["mem"], derived: [],
      conditions: [try SampleExpressions.expression(condition, title: "'where'")], mixed: ["mem"])
    return try table.condition(0, [ParameterValue(spelled: mem)])
  }

  @Test(arguments: ["mem > 10", "10 >= mem", "mem * 1 > 10", "mem NOT BETWEEN 1 AND 9"])
  func `a text among numbers is not ordered in silence`(text: String) throws {
    _ = try holds(text, mem: "16")
    let error = #expect(throws: Diagnostics.self) { try holds(text, mem: "auto") }
    #expect(
      error?.lines == [
        "1 EE131 'where' takes a text for a number for mem=auto → say what is to hold for the text, "
          + "such as: gpus != 'auto' AND gpus > 2"
      ])
  }

  @Test(arguments: [
    ("mem = 'auto' OR mem > 10", true), ("mem != 'auto' AND mem > 10", false),
    ("mem IN (8, 'auto')", true), ("CASE WHEN mem = 'auto' THEN 1 ELSE mem > 10 END", true),
  ])
  func `a rule may say what holds for texts`(text: String, expected: Bool) throws {
    #expect(try holds(text, mem: "auto") == expected)
  }
}
