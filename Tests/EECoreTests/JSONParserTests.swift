import Testing

@testable import EECore

@Suite struct JSONParserTests {
  @Test(arguments: [
    "null", "true", "[]", "{}", "-0.5e+10", "[1,[2,{\"a\":null}],\"x\"]", "\"\"", "\"é\\n\"",
  ])
  func `what the writer writes is read back`(text: String) throws {
    let value = try JSONParser.parse(text)
    #expect(JSONWriter.text(value) == text)
  }

  @Test func `order, doubled keys and the spelling of numbers are kept`() throws {
    let value = try JSONParser.parse(" {\"b\": 1.50, \"a\": 1e-4,\t\"b\": 2}\r\n")
    #expect(
      value
        == .object([
          .init("b", .number("1.50")), .init("a", .number("1e-4")), .init("b", .number("2")),
        ]))
  }

  @Test func `escapes and surrogate pairs become characters`() throws {
    let value = try JSONParser.parse(#""\u00e9 \ud83d\ude00 \"\\\/\b\f\n\r\t""#)
    #expect(value == .string("é 😀 \"\\/\u{8}\u{c}\n\r\t"))
  }

  @Test(arguments: [
    ("", 0, "found the end, expected a value"),
    ("[1,]", 3, "found ']', expected a value"),
    ("[1 2]", 3, "found '2', expected ',' or ']'"),
    ("{\"a\" 1}", 5, "found '1', expected ':'"),
    ("{a: 1}", 1, "found 'a', expected '\"'"),
    ("01", 1, "found '1', expected the end of the text"),
    ("1.", 2, "found the end, expected a digit"),
    ("-", 1, "found the end, expected a digit"),
    ("'a'", 0, "found ''', expected a value"),
    ("True", 0, "found 'T', expected a value"),
    ("NaN", 0, "found 'N', expected a value"),
    ("nul", 0, "found 'n', expected a value"),
    ("\"a", 2, "found the end, expected the end of the string"),
    ("\"a\nb\"", 2, "found byte 10, expected no control character in a string"),
    ("\"\\x41\"", 2, "found 'x', expected an escape"),
    ("\"\\ud83d\"", 3, "found half of a surrogate pair, expected both"),
    ("\"\\u12g4\"", 5, "found 'g', expected a hexadecimal digit"),
    ("[1] x", 4, "found 'x', expected the end of the text"),
  ])
  func `an error names the byte, what was found and what was expected`(
    text: String, offset: Int, message: String
  ) {
    #expect(throws: JSONError(offset: offset, message: message)) { try JSONParser.parse(text) }
  }

  @Test func `bytes that are no UTF-8 are an error of strict JSON`() {
    #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
  }

  @Test func `nesting is bounded`() throws {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    _ = try JSONParser.parse(deep)
    #expect(throws: JSONError(offset: 200, message: "nested too deep")) {
      try JSONParser.parse("[" + deep + "]")
    }
    #expect(throws: JSONError.self) {
      try JSONParser.parse(String(repeating: "{'a':(", count: 100_000), dialect: .pythonLiteral)
    }
  }

  @Test(arguments: [
    ("{'a': True, 'b': None, \"c's\": False}", #"{"a":true,"b":null,"c's":false}"#),
    ("(1, 2.5, 1e-05)", "[1,2.5,1e-05]"), ("(1,)", "[1]"), ("{1, 2}", "[1,2]"),
    ("{0: 'x', (1, 2): 'y'}", #"{"0":"x","[1,2]":"y"}"#),
    ("[nan, inf, -inf, NaN, -Infinity]", #"["nan","inf","-inf","nan","-inf"]"#),
    (#"'it\'s \x41\n\d'"#, #""it's A\n\\d""#), ("b'raw'", #""raw""#),
    ("{'acc': np.float64(0.93), 'h': array([1, 2], dtype=float32)}", #"{"acc":0.93,"h":[1,2]}"#),
    (#"{"json": [true, null]}"#, #"{"json":[true,null]}"#),
  ])
  func `the Python dialect reads what repr prints`(text: String, json: String) throws {
    #expect(JSONWriter.text(try JSONParser.parse(text, dialect: .pythonLiteral)) == json)
  }

  @Test(arguments: ["<object at 0x7f>", "foo(1)", "-x", "{'a'", "np.float64(", "b", "'\\U1'"])
  func `what is no Python literal is an error`(text: String) {
    #expect(throws: JSONError.self) { try JSONParser.parse(text, dialect: .pythonLiteral) }
  }

  @Test func `no damaged text traps`() {
    let text = Array(#"{"a": [1.5e-3, "\u00e9\ud83d\ude00", {'b': (True, np.float64(2), )}]}"#.utf8)
    var generator = SystemRandomNumberGenerator()
    for round in 0..<4000 {
      var damaged = Array(text.prefix(round % (text.count + 1)))
      for _ in 0..<(round % 4) where !damaged.isEmpty {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255)
      }
      for dialect in [JSONParser.Dialect.json, .pythonLiteral] {
        _ = try? JSONParser.parse(damaged, dialect: dialect)
      }
    }
  }
}
