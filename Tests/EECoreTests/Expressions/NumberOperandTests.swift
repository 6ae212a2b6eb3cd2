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
    "CASE a WHEN 'x' THEN 1 ELSE 2 END + a", "CAST(a AS INTEGER)", "cast(upper(a) AS REAL)",
    "CAST(a || '' AS numeric)", "printf('%d', a)", "format('%s %05.1f', 'x', a)",
    "printf('%*d', a, 1)", "substr('abc', a)", "a AND 1", "0 OR NOT a", "NOT a",
    "(1 > 0) AND ((a))", "iif(a, 1, 2)",
    "CASE WHEN a THEN 1 ELSE 2 END", "char(a)", "round(1.5, a)",
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
    ("'n' || a + 1 - 1", "7", nil), ("CAST(a AS TEXT)", "abc", "abc"),
    ("CAST('1.9' AS INTEGER)", "x", "1"), ("printf('%s%%', a)", "abc", "abc%"),
    ("CASE a WHEN 'abc' THEN 1 END", "abc", "1"), ("a IS NOT 'x' AND 1", "abc", "1"),
    ("3 BETWEEN 1 AND a", "abc", "1"), ("CASE WHEN a = 'abc' THEN 2 ELSE a AND 1 END", "abc", "2"),
    ("a AND 1", "0.5", "1"), ("iif(upper(a) = 'ABC', 1, 2)", "abc", "1"),
    ("- - a + +a", "7", "14"), ("2 - -a * 3 || '1'", "7", "219"),
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

  private static let cut =
    "takes a number that is not whole for one that is for a=2.5 → write "
    + "CAST(… AS INTEGER) for the whole part, or %g in a format"
  private static let divided =
    "takes '%' of a number that is not whole for a=2.5 → write mod(…, …), "
    + "which keeps what stands behind the point"

  @Test(arguments: [
    ("printf('%d', a)", cut), ("substr('abc', a)", cut), ("round(1, a)", cut), ("char(a)", cut),
    ("a & 1", cut), ("~a", cut), ("1 << a", cut),
    ("a % 2", divided), ("7 % a", divided), ("(a - 0.5) % 2.5", divided),
  ])
  func `a number is not cut in silence`(text: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try derived(text, a: "2.5") }
    #expect(error?.lines == ["1 EE131 derived parameter 'x' " + message])
  }

  @Test(arguments: [
    ("printf('%d %s', a)", "7"), ("printf('%d', a, 1)", "7"),
    ("printf('a')||a||format('%%', 1)", "7"),
  ])
  func `a format takes as many values as it asks for`(text: String, value: String) throws {
    let error = #expect(throws: Diagnostics.self) { try derived(text, a: value) }
    #expect(
      error?.lines == [
        "1 EE131 derived parameter 'x' has a format that asks for more or fewer values than there are "
          + "for a=7 → each % takes one value; a percent sign is %%"
      ])
  }

  @Test(arguments: ["printf('%d', a)", "printf('%s', a)"])
  func `NULL is not formatted as if it were something`(text: String) {
    let error = #expect(throws: Diagnostics.self) { try derived(text, a: "null") }
    #expect(
      error?.lines == [
        "1 EE131 derived parameter 'x' formats NULL for a=null, expected a value → a value that is "
          + "not there makes NULL; write ifnull(…, …)"
      ])
  }

  @Test(arguments: [
    ("upper(a)", "1e-4", "1E-4"), ("length(a)", "007", "3"), ("substr(a, 1, 2)", "007", "00"),
    ("a LIKE '00%'", "007", "1"), ("a NOT GLOB '0*'", "007", "0"),
    ("replace(a, '0', 'x')", "0.10", "x.1x"),
    ("printf('%s %d', a, a)", "007", "007 7"), ("instr(a, '-')", "1e-4", "3"),
    ("a || 1.50", "x", "x1.50"), ("-1.50 || a", "x", "-1.5x"), ("1e-4 || a", "x", "1e-4x"),
    (".50 || a", "x", ".50x"), ("trim(a)", "True", "True"),
  ])
  func `what a text is made of is read as it is spelled`(
    text: String, value: String, expected: String
  ) throws {
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
