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

  /// The expression as it is evaluated: what `||` joins are values as they are spelled.
  func withSpelledJoins(_ names: ExpressionNames) -> String { replacing(joined(names)) }

  /// The same with divisions that keep the remainder; nil where it divides nothing.
  func withExactDivisions(_ names: ExpressionNames) -> String? {
    let divisions = divisions
    guard !divisions.isEmpty else { return nil }
    return replacing(joined(names) + divisions.map { ($0.range, "*1.0/") })
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

  /// Names next to `||`, which binds more tightly than any other operator: to SQL, `007` is 7.
  func joined(_ names: ExpressionNames) -> [Replacement] {
    var places: Set<Int> = []
    for (place, token) in tokens.enumerated() where token.kind == .symbol && token.text == "||" {
      if isName(place - 1) { places.insert(place - 1) }
      if isName(place + 1) { places.insert(place + 1) }
    }
    return places.sorted().compactMap { place in
      guard case .value(let index)? = names[tokens[place].text] else { return nil }
      let name = names.all[index]
      let spelling = SQLName.quoted(ExpressionNames.spelling(name))
      return (tokens[place].range, "iif(\(SQLName.quoted(name)) IS NULL,NULL,\(spelling))")
    }
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
