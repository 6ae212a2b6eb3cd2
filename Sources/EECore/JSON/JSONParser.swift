/// Why a text is no JSON, and at which byte.
package struct JSONError: Error, Hashable, Sendable {
  /// Bytes from the start of the text.
  package let offset: Int
  /// Found first, then expected; lower case, no full stop.
  package let message: String
}

/// Reads JSON text.
///
/// - Errors: Anything RFC 8259 does not allow, lone surrogates, invalid UTF-8, or lists nested
///   deeper than the bound.
/// - Cost: One pass; the stack grows with the nesting only.
package struct JSONParser {
  package enum Dialect: Sendable {
    case json
    /// JSON and what Python's `repr` prints: single quotes, `True`, `None`, tuples and sets as
    /// arrays, `np.float64(0.5)` as 0.5, and `nan`, `inf`, `-inf` as strings of that spelling.
    case pythonLiteral
  }

  let bytes: [UInt8]
  let dialect: Dialect
  var offset = 0
  private var depth: Int

  package static func parse(
    _ bytes: [UInt8], dialect: Dialect = .json, depth: Int = 200
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, dialect: dialect, depth: depth)
    let value = try parser.value()
    parser.skipBlanks()
    if parser.offset < bytes.count { throw parser.unexpected("the end of the text") }
    return value
  }

  package static func parse(
    _ text: String, dialect: Dialect = .json, depth: Int = 200
  ) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), dialect: dialect, depth: depth)
  }

  init(bytes: [UInt8], dialect: Dialect, depth: Int) {
    self.bytes = bytes
    self.dialect = dialect
    self.depth = depth
  }
}

extension JSONParser {
  var isPython: Bool { dialect == .pythonLiteral }

  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func unexpected(_ expected: String) -> JSONError {
    guard let next else {
      return JSONError(offset: offset, message: "found the end, expected \(expected)")
    }
    let found =
      (0x20..<0x7F).contains(next)
      ? "'\(Character(Unicode.Scalar(next)))'" : "byte \(next)"
    return JSONError(offset: offset, message: "found \(found), expected \(expected)")
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
    case UInt8(ascii: "["): return try list(until: UInt8(ascii: "]"))
    case UInt8(ascii: "(") where isPython: return try list(until: UInt8(ascii: ")"))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "'") where isPython: return .string(try string())
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): return try number()
    default: return try word()
    }
  }

  /// Reads something that holds values, one level deeper.
  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth > 0 else { throw JSONError(offset: offset, message: "nested too deep") }
    depth -= 1
    offset += 1
    let value = try body(&self)
    depth += 1
    return value
  }

  private mutating func list(until close: UInt8) throws(JSONError) -> JSONValue {
    try nested { parser throws(JSONError) in .array(try parser.elements(until: close)) }
  }

  private mutating func elements(until close: UInt8) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipBlanks()
    if take(close) { return elements }
    repeat {
      elements.append(try value())
    } while try goesOn(until: close)
    return elements
  }

  /// Passes a comma and says true, or the closing bracket and says false.
  private mutating func goesOn(until close: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    if take(close) { return false }
    let closing = Character(Unicode.Scalar(close))
    guard take(UInt8(ascii: ",")) else { throw unexpected("',' or '\(closing)'") }
    skipBlanks()
    return !(isPython && take(close))  // Python ends a tuple of one with a comma.
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    let close = UInt8(ascii: "}")
    var members: [JSONValue.Member] = []
    skipBlanks()
    if take(close) { return .object(members) }
    repeat {
      skipBlanks()
      let key = try key()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else {
        guard isPython, members.isEmpty else { throw unexpected("':'") }
        return try set(startingWith: key)
      }
      members.append(JSONValue.Member(JSONParser.name(key), try value()))
    } while try goesOn(until: close)
    return .object(members)
  }

  private mutating func key() throws(JSONError) -> JSONValue {
    if isPython { return try value() }
    guard next == UInt8(ascii: "\"") else { throw unexpected("'\"'") }
    return .string(try string())
  }

  private mutating func set(startingWith first: JSONValue) throws(JSONError) -> JSONValue {
    var elements = [first]
    while try goesOn(until: UInt8(ascii: "}")) { elements.append(try value()) }
    return .array(elements)
  }

  /// Returns the text that a key of a Python dictionary becomes.
  private static func name(_ key: JSONValue) -> String {
    switch key {
    case .string(let text), .number(let text): text
    default: JSONWriter.text(key)
    }
  }
}
