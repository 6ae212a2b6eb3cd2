/// An expression whose quotes and brackets are whole, so that it cannot leave a place it is put in.
struct ScannedExpression {
  struct Token: Hashable {
    enum Kind: Hashable {
      case name
      case quotedName
      case string
      case number
      case symbol
    }

    let kind: Kind
    let range: Range<Int>
    /// Without its quotes.
    let text: String
  }

  let expression: Expression
  let tokens: [Token]

  /// - Throws: ``Diagnostics`` EE131 at the first byte that no expression has.
  init(_ expression: Expression, isCondition: Bool) throws(Diagnostics) {
    self.expression = expression
    var scanner = ExpressionScanner(expression, isCondition: isCondition)
    tokens = try scanner.tokens()
  }

  var divisions: [Token] { tokens.filter { $0.kind == .symbol && $0.text == "/" } }

  /// The expression with divisions that keep the remainder; nil where it divides nothing.
  var withExactDivisions: String? {
    let divisions = divisions
    guard !divisions.isEmpty else { return nil }
    let bytes = Array(expression.text.utf8)
    var exact: [UInt8] = []
    var start = 0
    for division in divisions {
      exact += bytes[start..<division.range.lowerBound]
      exact += Array("*1.0/".utf8)
      start = division.range.upperBound
    }
    return String(decoding: exact + bytes[start...], as: UTF8.self)
  }

  /// The first token that may be a name, by the rules of SQL: without regard to case.
  func token(named name: String) -> Token? {
    tokens.first {
      ($0.kind == .name || $0.kind == .quotedName) && $0.text.lowercased() == name.lowercased()
    }
  }
}
