import TestSupport
import Testing

@testable import EECore

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws(Diagnostics) -> ConfigNode {
    try JSONReader.read(Array(text.utf8), file: "f")
  }

  @Test func `every value and key knows its place`() throws {
    let root = try read("{\"a\": 1,\n \"é\": [\"x\", {\"c\": null}],\r\n\t\"e\": true}\n")
    #expect(
      root.mapping?.map { "\($0.key) \($0.keyPosition)" } == ["a f:1:2", "é f:2:2", "e f:3:2"])
    #expect(root.mapping?.map { "\($0.value.position)" } == ["f:1:7", "f:2:7", "f:3:7"])
    #expect(root["é"]?.sequence?.map { "\($0.position)" } == ["f:2:8", "f:2:13"])
    #expect(root["é"]?.sequence?[1]["c"].map { "\($0.position)" } == "f:2:19")
  }

  @Test(arguments: [
    ("\"a\"", "a", Scalar.Kind.string), ("\"12\"", "12", .string), ("\"\"", "", .string),
    ("1E-4", "1E-4", .float), ("-0", "-0", .int), ("0.10", "0.10", .float), ("true", "true", .bool),
    ("false", "false", .bool), ("null", "null", .null), ("\"\\u00e9\\n\"", "é\n", .string),
    ("\"\\ud83c\\udf89\"", "🎉", .string), ("\u{FEFF} 1 ", "1", .int),
  ])
  func `a scalar keeps its spelling and its kind`(
    text: String, expected: String, kind: Scalar.Kind
  ) throws {
    let scalar = try read(text).scalar
    #expect(scalar?.text == expected)
    #expect(scalar?.kind == kind)
  }

  @Test(arguments: [
    ("{\"a\": \"x{b}\"}", "f:1:9"), ("{\"a\": \"\\t{b}\"}", "f:1:7"), ("{\"a\": 123}", "f:1:8"),
  ])
  func `a byte of text has a place where the file spells it so`(
    text: String, expected: String
  ) throws {
    #expect("\(try #require(try read(text)["a"]).position(ofByte: 1))" == expected)
  }

  @Test(arguments: [
    ("", "1:1", "found the end, expected a value", nil),
    ("[1,]", "1:3", "found a comma before ']', expected none after the last one", "remove it"),
    (
      "{\"a\": 1, }", "1:8", "found a comma before '}', expected none after the last one",
      "remove it"
    ),
    ("[1 2]", "1:4", "found '2', expected ',' or ']'", "put it in double quotes, it is no number"),
    (
      "{'a': 1}", "1:2", "found ''', expected a key in double quotes", "JSON has double quotes only"
    ),
    (
      "{a: 1}", "1:2", "found 'a', expected a key in double quotes",
      "put text in double quotes: \"a\""
    ),
    ("{\"a\": 'x'}", "1:7", "found ''', expected a value", "JSON has double quotes only"),
    (
      "{\"a\" 1}", "1:6", "found '1', expected ':' after a key",
      "put it in double quotes, it is no number"
    ),
    (
      "// x\n1", "1:1", "found '/', expected a value",
      "JSON has no comments; remove it, or name the file .yaml"
    ),
    (
      "[1, # x\n2]", "1:5", "found '#', expected a value",
      "JSON has no comments; remove it, or name the file .yaml"
    ),
    ("[NaN]", "1:2", "found 'NaN', expected a value", "JSON has no such number; write \"NaN\""),
    ("[True]", "1:2", "found 'True', expected a value", "write true"),
    ("[None]", "1:2", "found 'None', expected a value", "write null"),
    ("[yes]", "1:2", "found 'yes', expected a value", "put text in double quotes: \"yes\""),
    ("[truer]", "1:2", "found 'truer', expected a value", "put text in double quotes: \"truer\""),
    ("[012]", "1:2", "found '012', expected a value", "put it in double quotes, it is no number"),
    ("[1.]", "1:4", "found ']', expected a digit", nil),
    ("[-]", "1:3", "found ']', expected a digit", nil),
    (
      "[\"ab", "1:2", "the string that begins here is not closed, expected '\"' on the same line",
      nil
    ),
    (
      "[\"ab\n\"]", "1:2",
      "the string that begins here is not closed, expected '\"' on the same line",
      "write \\n for a line feed in a string"
    ),
    ("[\"a\tb\"]", "1:4", "found byte 9, expected no control character in a string", nil),
    ("[\"a\\x\"]", "1:5", "found 'x', expected an escape", "write \\\\ for a backslash"),
    ("[\"\\ud83c\"]", "1:5", "found half of a surrogate pair, expected both", nil),
    ("[\"\\udf89x\"]", "1:5", "found half of a surrogate pair, expected both", nil),
    ("[1", "1:3", "found the end, expected ',' or ']'", nil),
    ("{}\n{}", "2:1", "found '{', expected the end of the file", nil),
  ])
  func `malformed text is reported where it is`(
    text: String, place: String, message: String, hint: String?
  ) {
    let error = #expect(throws: Diagnostics.self) { try read(text) }
    #expect(error?.all.map(\.code) == [.malformedJSON])
    #expect(error?.all.map(\.message) == ["malformed JSON: " + message])
    #expect(error?.all.first?.position.map { "\($0)" } == "f:" + place)
    #expect(error?.all.first?.hint == hint)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    let error = #expect(throws: Diagnostics.self) {
      try JSONReader.read([0x22, 0xFF, 0x22], file: "f")
    }
    #expect(
      error?.all.map(\.message) == ["malformed JSON: found bytes that are no UTF-8, expected text"])
  }

  @Test func `a duplicate key is a mistake, or the last one counts with a warning`() throws {
    let text = "{\"a\": 1, \"b\": 2,\n\"a\": 3}"
    let error = #expect(throws: Diagnostics.self) { try read(text) }
    #expect(error?.all.map(\.code) == [.duplicateKey])
    #expect(error?.all.first?.position.map { "\($0)" } == "f:2:1")
    for (root, warnings) in [
      try JSONReader.read(Array(text.utf8), file: "f", keepingLast: true),
      try YAMLReader.read(Array(text.utf8), file: "f", keepingLast: true),
    ] {
      #expect(root.mapping?.map { "\($0.key)=\($0.value.scalar?.text ?? "")" } == ["a=3", "b=2"])
      #expect(
        warnings.map(\.message)
          == ["duplicate key 'a', first given in line 1; the last one counts"])
      #expect(warnings.map(\.severity) == [.warning])
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["[", "{\"a\":"])
  func `nesting without end is refused soon`(open: String) {
    let error = #expect(throws: Diagnostics.self) {
      try read(String(repeating: open, count: 100_000))
    }
    #expect(error?.all.map(\.code) == [.documentTooLarge])
    #expect(throws: Never.self) {
      try read(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))
    }
  }

  @Test(arguments: 0..<20)
  func `what is JSON to the parser is the same to the reader`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "\"a\"", "\"b\"", ":", " ", "\n", "[", "]", "{", "}", ",", "1", "-", "0.5", "e", "true",
      "null", "\"", "\\", "u00e9", "x",
    ]
    for _ in 0..<500 {
      let length = Int.random(in: 1...9, using: &random)
      let text = (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let parsed = try? JSONParser.parse(text)
      let node = try? JSONReader.read(Array(text.utf8), file: "f", keepingLast: true).root
      #expect((parsed == nil) == (node == nil), "seed \(seed): \(text.debugDescription)")
      guard let parsed, let node, !Self.hasDuplicates(parsed) else { continue }
      #expect(Self.value(node) == parsed, "seed \(seed): \(text.debugDescription)")
    }
  }

  private static func hasDuplicates(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): elements.contains(where: hasDuplicates)
    case .object(let members):
      Set(members.map(\.key)).count < members.count
        || members.contains { hasDuplicates($0.value) }
    default: false
    }
  }

  private static func value(_ node: ConfigNode) -> JSONValue {
    switch node.content {
    case .sequence(let nodes): .array(nodes.map(value))
    case .mapping(let entries):
      .object(entries.map { JSONValue.Member($0.key, value($0.value)) })
    case .scalar(let scalar):
      switch scalar.kind {
      case .string: .string(scalar.text)
      case .null: .null
      case .bool: .bool(scalar.text == "true")
      case .int, .float: .number(scalar.text)
      }
    }
  }
}
