/// Reads JSON text into nodes: the scanner of ``JSONParser``, the rules of ``YAMLReader``.
package struct JSONReader {
  private let file: String
  private let keepsLast: Bool
  private var scanner: JSONParser
  private var lines: LineCounter
  private var depth = 0
  private var weight = 0
  private var warnings: [Diagnostic] = []

  /// Returns the one value of a file.
  ///
  /// - Throws: ``Diagnostics`` EE103 duplicate key, EE109 too large, EE110 malformed.
  /// - Cost: O(bytes).
  package static func read(_ bytes: [UInt8], file: String) throws(Diagnostics) -> ConfigNode {
    try read(bytes, file: file, keepingLast: false).root
  }

  /// Returns the one value of a file, where the last of duplicate keys may win.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name in messages.
  ///   - keepsLast: whether a duplicate key is a warning only.
  /// - Returns: the value, and a warning for each duplicate key.
  /// - Throws: ``Diagnostics`` as the other one does.
  package static func read(
    _ bytes: [UInt8], file: String, keepingLast keepsLast: Bool
  ) throws(Diagnostics) -> (root: ConfigNode, warnings: [Diagnostic]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    var reader = JSONReader(text, file: file, keepsLast: keepsLast)
    let root = try reader.value()
    reader.scanner.skipBlanks()
    guard reader.scanner.next == nil else {
      throw reader.problem(expected: "the end of the file")
    }
    return (root, reader.warnings)
  }

  private init(_ bytes: [UInt8], file: String, keepsLast: Bool) {
    self.file = file
    self.keepsLast = keepsLast
    scanner = JSONParser(bytes: bytes, dialect: .json, depth: 0)
    lines = LineCounter(file: file)
  }

  private mutating func value() throws(Diagnostics) -> ConfigNode {
    scanner.skipBlanks()
    let position = here()
    depth += 1
    weight += 1
    defer { depth -= 1 }
    guard depth <= YAMLReader.depthLimit else {
      throw Diagnostics(
        .documentTooLarge, "nested more than \(YAMLReader.depthLimit) deep", at: position)
    }
    guard weight <= YAMLReader.nodeLimit else {
      throw Diagnostics(
        .documentTooLarge, "the document stands for more than \(YAMLReader.nodeLimit) values",
        at: position)
    }
    switch scanner.next {
    case UInt8(ascii: "{"): return try mapping(at: position)
    case UInt8(ascii: "["): return try sequence(at: position)
    case UInt8(ascii: "\""):
      let start = scanner.offset
      let text = try string()
      let isVerbatim = scanner.offset - start == text.utf8.count + 2
      return ConfigNode(
        .scalar(Scalar(text, isPlain: false)), at: position, isVerbatim ? .quoted : .other)
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"):
      return try plain(at: position) { scanner throws(JSONError) in _ = try scanner.number() }
    case .some(UInt8(ascii: "a")...UInt8(ascii: "z")) where isWord():
      return try plain(at: position) { scanner throws(JSONError) in _ = try scanner.word() }
    default: throw problem(expected: "a value")
    }
  }

  private mutating func plain(
    at position: SourcePosition, _ scan: (inout JSONParser) throws(JSONError) -> Void
  ) throws(Diagnostics) -> ConfigNode {
    let start = scanner.offset
    do { try scan(&scanner) } catch { throw report(error) }
    let text = String(decoding: scanner.bytes[start..<scanner.offset], as: UTF8.self)
    // `0123` and `1x` begin with a number and are none.
    guard scanner.next.map(JSONReader.isWord) != true else {
      scanner.offset = start
      throw problem(expected: "a value")
    }
    return ConfigNode(.scalar(Scalar(text, isPlain: true)), at: position, .verbatim)
  }

  private mutating func sequence(at position: SourcePosition) throws(Diagnostics) -> ConfigNode {
    var nodes: [ConfigNode] = []
    var isOpen = try begins(until: UInt8(ascii: "]"))
    while isOpen {
      nodes.append(try value())
      isOpen = try goesOn(until: UInt8(ascii: "]"))
    }
    return ConfigNode(.sequence(nodes), at: position)
  }

  private mutating func mapping(at position: SourcePosition) throws(Diagnostics) -> ConfigNode {
    var builder = MappingBuilder(keepsLast: keepsLast)
    var isOpen = try begins(until: UInt8(ascii: "}"))
    while isOpen {
      guard scanner.next == UInt8(ascii: "\"") else {
        throw problem(expected: "a key in double quotes")
      }
      let keyPosition = here()
      let key = try string()
      scanner.skipBlanks()
      guard scanner.take(UInt8(ascii: ":")) else { throw problem(expected: "':' after a key") }
      try builder.add(ConfigEntry(key: key, at: keyPosition, value: try value()))
      isOpen = try goesOn(until: UInt8(ascii: "}"))
    }
    warnings += builder.warnings
    return ConfigNode(.mapping(builder.entries()), at: position)
  }

  /// Passes an opening bracket and says whether anything follows it.
  private mutating func begins(until close: UInt8) throws(Diagnostics) -> Bool {
    scanner.offset += 1
    scanner.skipBlanks()
    return !scanner.take(close)
  }

  /// Passes a comma and says true, or the closing bracket and says false.
  private mutating func goesOn(until close: UInt8) throws(Diagnostics) -> Bool {
    scanner.skipBlanks()
    if scanner.take(close) { return false }
    let comma = scanner.offset
    let bracket = Character(Unicode.Scalar(close))
    guard scanner.take(UInt8(ascii: ",")) else { throw problem(expected: "',' or '\(bracket)'") }
    scanner.skipBlanks()
    guard scanner.next != close else {
      throw malformed(
        "found a comma before '\(bracket)', expected none after the last one", at: comma,
        hint: "remove it")
    }
    return true
  }

  private mutating func here() -> SourcePosition {
    lines.position(of: scanner.offset, in: scanner.bytes)
  }
}

// What is wrong with the text, in the user's words.
extension JSONReader {
  private mutating func string() throws(Diagnostics) -> String {
    let start = scanner.offset
    let text: String
    do { text = try scanner.string() } catch {
      let ending = error.offset < scanner.bytes.count ? scanner.bytes[error.offset] : nil
      guard ending == nil || ending == 0x0A || ending == 0x0D else { throw report(error) }
      throw malformed(
        "the string that begins here is not closed, expected '\"' on the same line", at: start,
        hint: ending == nil ? nil : "write \\n for a line feed in a string")
    }
    try Scalar.refuseNUL(
      in: text, at: SourcePosition(file: file, offset: start, in: scanner.bytes))
    return text
  }

  private func report(_ error: JSONError) -> Diagnostics {
    let isEscape = error.message.hasSuffix("expected an escape")
    return malformed(
      error.message, at: error.offset, hint: isEscape ? "write \\\\ for a backslash" : nil)
  }

  /// Reports what stands here; whole words, and with what the user probably meant by it.
  private func problem(expected: String) -> Diagnostics {
    let word = scanner.bytes[scanner.offset...].prefix(while: JSONReader.isWord)
    guard let first = scanner.next, !word.isEmpty else {
      return malformed(
        scanner.unexpected(expected).message, at: scanner.offset, hint: hint(for: scanner.next))
    }
    let text = String(decoding: word, as: UTF8.self)
    let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    return malformed(
      "found '\(text)', expected \(expected)", at: scanner.offset, width: text.count,
      hint: isNumber ? "put it in double quotes, it is no number" : hint(forWord: text))
  }

  private func hint(for byte: UInt8?) -> String? {
    switch byte {
    case UInt8(ascii: "'"): "JSON has double quotes only"
    case UInt8(ascii: "#"), UInt8(ascii: "/"):
      "JSON has no comments; remove it, or name the file .yaml"
    default: nil
    }
  }

  private func hint(forWord word: String) -> String {
    switch word {
    case "True", "TRUE": "write true"
    case "False", "FALSE": "write false"
    case "None", "NULL", "Null", "undefined": "write null"
    case "NaN", "Infinity", "nan", "inf": "JSON has no such number; write \"\(word)\""
    default: "put text in double quotes: \"\(word)\""
    }
  }

  private func malformed(
    _ message: String, at offset: Int, width: Int = 1, hint: String?
  ) -> Diagnostics {
    Diagnostics(
      .malformedJSON, "malformed JSON: " + message,
      at: SourcePosition(file: file, offset: offset, in: scanner.bytes), width: width, hint: hint)
  }

  private func isWord() -> Bool {
    let word = scanner.bytes[scanner.offset...].prefix(while: JSONReader.isWord)
    return ["true", "false", "null"].contains(String(decoding: word, as: UTF8.self))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
