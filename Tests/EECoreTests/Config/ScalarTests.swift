import Testing

@testable import EECore

@Suite struct ScalarTests {
  @Test(arguments: [
    ("", Scalar.Kind.null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
    ("nULL", .string), ("true", .bool), ("False", .bool), ("TRUE", .bool), ("tRUE", .string),
    ("yes", .string), ("no", .string), ("on", .string), ("off", .string), ("y", .string),
    ("0", .int), ("-17", .int), ("+3", .int), ("012", .string), ("0012", .string),
    ("00", .string), ("0.5", .float), (".5", .float), ("5.", .float), ("1e-4", .float),
    ("1E5", .float), ("1.0e+4", .float), ("-0.0", .float), ("1e", .string), ("1e+", .string),
    (".", .string), ("-", .string), ("+", .string), ("--1", .string), ("1.2.3", .string),
    ("12:00:00", .string), ("2026-11-21", .string), ("1_000", .string), ("0x1F", .int),
    ("0o17", .int), ("0x", .string), ("0xG", .string), ("-0x1", .string), ("0o8", .string),
    (".inf", .float), ("-.Inf", .float), ("+.INF", .float), (".nan", .float), (".NaN", .float),
    ("-.nan", .string), (".iNF", .string), ("inf", .string), ("nan", .string), ("1 ", .string),
    ("١", .string),
    ("e5", .string), (".e5", .string), ("1/2", .string),
  ])
  func `a plain scalar is what it looks like`(text: String, kind: Scalar.Kind) {
    #expect(Scalar(text, isPlain: true).kind == kind)
  }

  @Test(arguments: ["", "1", "true", "null", "1e-4"])
  func `in quotes everything is text`(text: String) {
    #expect(Scalar(text, isPlain: false).kind == .string)
  }

  @Test func `the parts of a number are as they were written`() throws {
    let number = try #require(NumberSpelling("-12.50e-03"))
    #expect(number.sign == "-")
    #expect(number.whole == "12")
    #expect(number.fraction == "50")
    #expect(number.exponent == "-03")
    #expect(!number.isInteger)
    #expect(number.json == "-12.50e-03")
  }
}
