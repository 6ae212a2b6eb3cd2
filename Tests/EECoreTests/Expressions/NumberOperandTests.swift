import Testing

@testable import EECore

/// What is computed with has to be a number, wherever it stands.
@Suite struct NumberOperandTests {
  private func derived(_ text: String, a: String) throws -> String {
    let sample = try SampleExpressions(columns: ["a"], derived: ["x": text])
    return try sample.table.derived(0, [ParameterValue(spelled: a)]).spelling
  }

  @Test(arguments: [
    "a + 1", "1 + a", "a * 1 > 100", "-a", "a % 2", "(a) / 2", "round(a, 1)", "abs(a)", "max(a, 5)",
    "min(5, a)", "pow(2, a)", "upper(a) - 1", "a || '1' - 1", "iif(1, a + 1, 2)",
    "ifnull(a + 1, 5)",
    "CASE WHEN a > 1 THEN 1 END", "coalesce(NULL, 2 * CAST(a AS TEXT))", "a & 1", "~a",
    "CASE a WHEN 'x' THEN 1 ELSE 2 END + a",
  ])
  func `a text that is no number is not computed with`(text: String) throws {
    _ = try derived(text, a: "12")
    for value in ["512MB", "6:00:00", "1_000", "abc"] {
      let error = #expect(throws: Diagnostics.self) { try derived(text, a: value) }
      #expect(
        error?.lines == [
          "1 EE131 derived parameter 'x' takes a text for a number for a=\(value) → say what is to hold "
            + "for the text, such as: gpus != 'auto' AND gpus > 2"
        ])
    }
  }

  @Test(arguments: [
    ("substr(a, 2) + 1", "a100", "101"), ("max(a, 'b')", "abc", "b"), ("min(a, 'b')", "abc", "abc"),
    ("length(a) * 2", "abc", "6"), ("CASE WHEN a = 'abc' THEN 0 ELSE a + 1 END", "abc", "0"),
    ("a != 'abc' AND a + 1 > 2", "abc", "0"), ("a + 1 > 2 AND a != 'abc'", "abc", "0"),
    ("a = 'abc' OR a + 1 > 2", "abc", "1"), ("max(a, 5)", "7", "7"), ("min(a, 5)", "7", "5"),
    ("'n' || a + 1 - 1", "7", nil), ("- - a + +a", "7", "14"), ("2 - -a * 3 || '1'", "7", "219"),
  ])
  func `a text may be where no number is needed, or be spelled as one`(
    text: String, value: String, expected: String?
  ) throws {
    guard let expected else {
      #expect(throws: Diagnostics.self) { try derived(text, a: value) }
      return
    }
    #expect(try derived(text, a: value) == expected)
  }

  @Test(arguments: [
    ("0x1F", "32"), ("0o17", "16"), (".5", "1.5"), ("+1", "2"), ("5.", "6"), ("012", "13"),
  ])
  func `a number is computed with however it is spelled`(value: String, expected: String) throws {
    #expect(try derived("a + 1", a: value) == expected)
  }

  @Test(arguments: [
    ("a < 9", "0o10", true), ("a >= 0x20", "0x10", false), ("a > 1e300", ".inf", true),
    ("a < -1e300", "-.INF", true), ("a IS NULL", ".nan", true),
    ("\"a.text\" = '0x1F'", "0x1F", true),
  ])
  func `a number is compared however it is spelled`(
    text: String, value: String, expected: Bool
  ) throws {
    let sample = try SampleExpressions(columns: ["a"], conditions: [text])
    for isPlain in [true, false] {
      let value = ParameterValue(Scalar(value, isPlain: isPlain))
      #expect(try sample.table.condition(0, [value]) == expected)
    }
  }

  @Test(arguments: [("0x1F", "31"), ("0o17", "15.0"), (".Inf", "+.inf"), ("-.inf", "-.INF")])
  func `values that are the same number are the same`(one: String, other: String) {
    #expect(ParameterValue(spelled: one).isSame(as: ParameterValue(spelled: other)))
    #expect(!ParameterValue(spelled: one).isSame(as: ParameterValue(spelled: "1")))
  }
}
