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

  /// The expression as it is evaluated: what texts are made of are values as they are spelled.
  func withSpelledTexts(_ names: ExpressionNames) -> String { replacing(spelled(names)) }

  /// The same with divisions that keep the remainder; nil where it divides nothing.
  func withExactDivisions(_ names: ExpressionNames) -> String? {
    let divisions = divisions
    guard !divisions.isEmpty else { return nil }
    return replacing(spelled(names) + divisions.map { ($0.range, "*1.0/") })
  }

  /// The first token that may be a name, by the rules of SQL: without regard to case.
  func token(named name: String) -> Token? {
    tokens.first {
      ($0.kind == .name || $0.kind == .quotedName) && $0.text.lowercased() == name.lowercased()
    }
  }
}

extension ScannedExpression {
  typealias Replacement = (range: Range<Int>, text: String)

  /// Words that are no names where they stand without quotes.
  private static let words: Set<String> = ["case", "cast", "end", "exists", "not", "null"]

  func replacing(_ replacements: [Replacement]) -> String {
    let bytes = Array(expression.text.utf8)
    var text: [UInt8] = []
    var start = 0
    for replacement in replacements.sorted(by: Self.isBefore) {
      text += bytes[start..<replacement.range.lowerBound]
      text += replacement.text.utf8
      start = replacement.range.upperBound
    }
    return String(decoding: text + bytes[start...], as: UTF8.self)
  }

  /// What is put in at a place comes before what is replaced there.
  private static func isBefore(_ one: Replacement, _ other: Replacement) -> Bool {
    one.range.lowerBound == other.range.lowerBound
      ? one.range.upperBound < other.range.upperBound
      : one.range.lowerBound < other.range.lowerBound
  }

  /// Whether a token may be the name of a column.
  func isName(_ place: Int) -> Bool {
    guard tokens.indices.contains(place) else { return false }
    let isCall = place + 1 < tokens.count && tokens[place + 1].text == "("
    let isCollation = place > 0 && tokens[place - 1].text.lowercased() == "collate"
    guard !isCall, !isCollation else { return false }
    switch tokens[place].kind {
    case .quotedName: return true
    case .name: return !Self.words.contains(tokens[place].text.lowercased())
    case .string, .number, .symbol: return false
    }
  }
}
