// Where a value stands for its text: to SQL, `007` is 7.
extension ScannedExpression {
  /// Functions that work on texts, and how many of their arguments are such.
  private static let textFunctions: [String: Int] = [
    "glob": 2, "hex": 1, "instr": 2, "length": 1, "like": 3, "lower": 1, "ltrim": 2, "replace": 3,
    "rtrim": 2, "soundex": 1, "substr": 1, "substring": 1, "trim": 2, "unicode": 1, "upper": 1,
  ]

  /// What is read as it is spelled: names and numbers next to `||`, which binds more tightly than any
  /// other operator, names that are the whole argument of a function on texts, or compared by LIKE.
  func spelled(_ names: ExpressionNames) -> [Replacement] {
    var places: Set<Int> = []
    for place in tokens.indices {
      if symbol(place) == "||" { places.formUnion([place - 1, place + 1]) }
      places.formUnion(patterns(around: place) + textArguments(ofCallAt: place))
    }
    return places.sorted().compactMap { place in
      guard tokens.indices.contains(place) else { return nil }
      let token = tokens[place]
      if token.kind == .number {
        let isJoined = symbol(place - 1) == "||" || symbol(place + 1) == "||"
        return isJoined ? (token.range, "'\(token.text)'") : nil
      }
      guard isName(place), case .value(let index)? = names[token.text] else { return nil }
      let name = names.all[index]
      let spelling = SQLName.quoted(ExpressionNames.spelling(name))
      return (token.range, "iif(\(SQLName.quoted(name)) IS NULL,NULL,\(spelling))")
    }
  }

  /// The operands of LIKE and GLOB, where they are nothing else.
  private func patterns(around place: Int) -> [Int] {
    guard let word = word(place), ["like", "glob"].contains(word), symbol(place + 1) != "(" else {
      return []
    }
    return [self.word(place - 1) == "not" ? place - 2 : place - 1, place + 1]
  }

  private func textArguments(ofCallAt place: Int) -> [Int] {
    guard let name = word(place), symbol(place + 1) == "(" else { return [] }
    let arguments = arguments(from: place + 1)
    if let count = Self.textFunctions[name] {
      return arguments.prefix(count).filter { $0.count == 1 }.map(\.lowerBound)
    }
    guard Self.formats.contains(name), let first = arguments.first, first.count == 1,
      tokens[first.lowerBound].kind == .string
    else { return [] }
    let conversions = FormatText.conversions(of: Array(tokens[first.lowerBound].text.utf8))
    return zip(arguments.dropFirst(), conversions).filter { $0.count == 1 && $1 == .text }
      .map(\.0.lowerBound)
  }

  /// Functions whose first argument says what becomes of the others.
  static let formats: Set<String> = ["format", "printf"]
}
