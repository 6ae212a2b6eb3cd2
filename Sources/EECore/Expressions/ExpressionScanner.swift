/// Cuts an expression into tokens as SQLite does, and refuses what no expression needs.
///
/// - Source: <https://www.sqlite.org/lang_expr.html>, <https://www.sqlite.org/lang_keywords.html>.
struct ExpressionScanner {
  typealias Token = ScannedExpression.Token

  /// Longer ones are no work of a person, and SQLite shall not be handed anything huge.
  static let byteLimit = 20_000

  private let expression: Expression
  private let isCondition: Bool
  private let bytes: [UInt8]
  private var index = 0
  /// Where the brackets begin that are open.
  private var open: [Int] = []

  init(_ expression: Expression, isCondition: Bool) {
    self.expression = expression
    self.isCondition = isCondition
    bytes = Array(expression.text.utf8)
  }

  mutating func tokens() throws(Diagnostics) -> [Token] {
    guard bytes.count <= Self.byteLimit else {
      throw expression.report(
        .malformedExpression,
        "has \(bytes.count) bytes, expected at most \(Self.byteLimit)")
    }
    var tokens: [Token] = []
    while index < bytes.count {
      if let token = try next() { tokens.append(token) }
    }
    guard !tokens.isEmpty else {
      throw expression.report(
        .malformedExpression, "is empty, expected an expression such as: epoch < 60")
    }
    if let bracket = open.last {
      throw refuse(bracket..<bracket + 1, "has a '(' that is not closed, expected ')'")
    }
    return tokens
  }

  private mutating func next() throws(Diagnostics) -> Token? {
    switch bytes[index] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 12:
      index += 1
      return nil
    case UInt8(ascii: "'"): return try quoted(.string, until: UInt8(ascii: "'"))
    case UInt8(ascii: "\""): return try quoted(.quotedName, until: UInt8(ascii: "\""))
    case UInt8(ascii: "`"): return try quoted(.quotedName, until: UInt8(ascii: "`"))
    case UInt8(ascii: "["): return try quoted(.quotedName, until: UInt8(ascii: "]"))
    case 48...57: return number()
    case UInt8(ascii: ".") where index + 1 < bytes.count && (48...57).contains(bytes[index + 1]):
      return number()
    case 65...90, 97...122, 95, 0x80...: return word(.name)
    default: return try symbol()
    }
  }

  private mutating func word(_ kind: Token.Kind) -> Token {
    let start = index
    while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
    return token(kind, start..<index)
  }

  /// A sign belongs to it behind the letter of an exponent, `1e-4`, but not in `0x1e-4`.
  private mutating func number() -> Token {
    let start = index
    let isHexadecimal = bytes[start...].starts(with: "0x".utf8)
    while index < bytes.count {
      let byte = bytes[index]
      let isSigned =
        (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")) && !isHexadecimal
        && index > start && bytes[index - 1] | 0x20 == UInt8(ascii: "e")
      guard isWordByte(byte) || byte == UInt8(ascii: ".") || isSigned else { break }
      index += 1
    }
    return token(.number, start..<index)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95, 0x80...: true
    default: false
    }
  }

  /// A quote that stands twice is one that belongs to the text; `[…]` knows no such thing.
  private mutating func quoted(
    _ kind: Token.Kind, until quote: UInt8
  ) throws(Diagnostics) -> Token {
    let start = index
    var content: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0 { throw refuse(index..<index + 1, "has a NUL byte") }
      if byte == quote {
        index += 1
        guard quote != UInt8(ascii: "]"), index < bytes.count, bytes[index] == quote else {
          return Token(
            kind: kind, range: start..<index, text: String(decoding: content, as: UTF8.self))
        }
      }
      content.append(byte)
      index += 1
    }
    let mark = Character(Unicode.Scalar(quote))
    throw refuse(start..<bytes.count, "has a quote that is not closed, expected \(mark)")
  }

  private mutating func symbol() throws(Diagnostics) -> Token {
    let start = index
    let pair = String(decoding: bytes[start..<min(start + 2, bytes.count)], as: UTF8.self)
    try refuse(pair, at: start)
    let length = ["||", "==", "!=", "<>", "<=", ">=", "<<", ">>", "->"].contains(pair) ? 2 : 1
    index += length
    switch bytes[start] {
    case UInt8(ascii: "("): open.append(start)
    case UInt8(ascii: ")"):
      guard open.popLast() != nil else {
        throw refuse(start..<index, "has a ')' without a '(' before it")
      }
    default: break
    }
    return token(.symbol, start..<index)
  }

  /// Whatever could end the expression early, and the operators that other languages have.
  private func refuse(_ pair: String, at start: Int) throws(Diagnostics) {
    let two = start..<start + 2
    let one = start..<start + 1
    switch (pair, pair.utf8.first) {
    case ("--", _), ("/*", _): throw refuse(two, "has a comment, expected an expression alone")
    case ("&&", _): throw refuse(two, "has '&&', expected 'AND'", "write AND")
    case ("||", _) where isCondition:
      throw refuse(
        two, "has '||', which joins texts in SQL, expected 'OR'",
        "write OR; texts are joined in a derived parameter")
    case ("!=", _): return
    case (_, UInt8(ascii: "!")): throw refuse(one, "has '!', expected 'NOT'", "write NOT")
    case (_, UInt8(ascii: ";")): throw refuse(one, "has a ';', expected one expression")
    case (_, 0): throw refuse(one, "has a NUL byte")
    case (_, UInt8(ascii: "?")), (_, UInt8(ascii: ":")), (_, UInt8(ascii: "@")),
      (_, UInt8(ascii: "#")), (_, UInt8(ascii: "$")):
      throw refuse(
        one, "has a '\(pair.prefix(1))', expected names, numbers and 'texts'",
        "a text goes in single quotes, a name with signs in double quotes")
    default: return
    }
  }

  private func refuse(_ range: Range<Int>, _ message: String, _ hint: String? = nil) -> Diagnostics
  {
    expression.report(.malformedExpression, message, at: range, hint: hint)
  }

  private func token(_ kind: Token.Kind, _ range: Range<Int>) -> Token {
    Token(kind: kind, range: range, text: String(decoding: bytes[range], as: UTF8.self))
  }
}
