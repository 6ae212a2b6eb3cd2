// Comparisons that SQL answers in silence, though nobody means them.
extension ScannedExpression {
  private static let comparisons: Set<String> = ["=", "==", "!=", "<>", "<", ">", "<=", ">="]
  private static let arithmetic: Set<String> = ["+", "-", "*", "/", "%"]
  private static let numericFunctions: Set<String> = [
    "abs", "ceil", "ceiling", "exp", "floor", "instr", "length", "ln", "log", "log10", "log2",
    "max",
    "min", "mod", "pow", "power", "round", "sign", "sqrt", "trunc", "unicode",
  ]
  /// Functions whose value is one of theirs.
  private static let choosing: Set<String> = ["coalesce", "ifnull", "iif", "max", "min", "nullif"]
  private static let booleans: Set<String> = ["true", "false"]

  /// Parameters that are compared with a boolean in quotes, and the place of this.
  ///
  /// - Shape: places among all names.
  func booleanTexts(_ names: ExpressionNames) -> [(name: Int, token: Token)] {
    tokens.indices.compactMap { place in
      let token = tokens[place]
      guard token.kind == .string, Self.booleans.contains(token.text.lowercased()),
        let other = operands(of: place).first(where: { isName($0.place) }),
        case .value(let name)? = names[tokens[other.place].text]
      else { return nil }
      return (name, token)
    }
  }

  /// Reports a number in quotes that is compared with what is computed.
  ///
  /// - Throws: ``Diagnostics`` EE131; the column of a parameter makes such a text a number.
  func checkNumberTexts() throws(Diagnostics) {
    for place in tokens.indices {
      let text = tokens[place].text
      guard tokens[place].kind == .string, NumberSpelling(text) != nil,
        operands(of: place).contains(where: isComputed) || isNulled(place)
      else { continue }
      throw expression.report(
        .malformedExpression, "compares a number with the text '\(text)'", at: tokens[place].range,
        hint: "write \(text) without quotes")
    }
  }

  func symbol(_ place: Int) -> String? {
    guard tokens.indices.contains(place), tokens[place].kind == .symbol else { return nil }
    return tokens[place].text
  }

  func word(_ place: Int) -> String? {
    guard tokens.indices.contains(place), tokens[place].kind == .name else { return nil }
    return tokens[place].text.lowercased()
  }

  /// Whether it is what `nullif(name, …)` compares a parameter with.
  private func isNulled(_ place: Int) -> Bool {
    symbol(place - 1) == "," && isName(place - 2) && symbol(place - 3) == "("
      && word(place - 4) == "nullif" && !tokens[place - 2].text.hasSuffix(".text")
  }

  /// What a text is compared with: the token next to the operator, and the way to go on from there.
  private func operands(of place: Int) -> [(place: Int, step: Int)] {
    guard symbol(place - 1) != "||", symbol(place + 1) != "||" else { return [] }
    if symbol(place - 1).map(Self.comparisons.contains) == true { return [(place - 2, -1)] }
    if symbol(place + 1).map(Self.comparisons.contains) == true { return [(place + 2, 1)] }
    switch word(place - 1) {
    case "is": return [(place - 2, -1)]
    case "not" where word(place - 2) == "is": return [(place - 3, -1)]
    case "when":
      let start = tokens.indices.prefix(upTo: place).last { word($0) == "case" }
      let first = start.flatMap { start in tokens.indices.first { $0 > start && word($0) == "when" }
      }
      return first.map { [($0 - 1, -1)] } ?? []
    default: break
    }
    var open = place - 1
    while open > 0,
      symbol(open) == "," || tokens[open].kind == .string
        || tokens[open].kind == .number
    { open -= 1 }
    guard symbol(open) == "(", word(open - 1) == "in" else { return [] }
    return [(word(open - 2) == "not" ? open - 3 : open - 2, -1)]
  }

  /// Whether an operand is a number that no column stands behind.
  private func isComputed(_ operand: (place: Int, step: Int)) -> Bool {
    let place = operand.place
    guard tokens.indices.contains(place) else { return false }
    if tokens[place].kind == .number { return true }
    if operand.step < 0, symbol(place) == ")" { return isComputedCall(endingAt: place) }
    return isName(place) && symbol(place + operand.step).map(Self.arithmetic.contains) == true
  }

  private func isComputedCall(endingAt end: Int) -> Bool {
    var depth = 0
    for place in stride(from: end, through: 0, by: -1) {
      if symbol(place) == ")" { depth += 1 }
      if symbol(place) == "(" { depth -= 1 }
      guard depth == 0 else { continue }
      let inside = tokens[place...end]
      let hasText = inside.contains { $0.kind == .string || $0.text.hasSuffix(".text") }
      let hasNumber = inside.contains { token in
        token.kind == .number || token.kind == .symbol && Self.arithmetic.contains(token.text)
      }
      guard let function = word(place - 1) else { return !hasText && hasNumber }
      // One of some texts is a text.
      if Self.choosing.contains(function) { return !hasText && hasNumber && !callsForText(inside) }
      return Self.numericFunctions.contains(function)
    }
    return false
  }

  private func callsForText(_ places: ArraySlice<Token>) -> Bool {
    places.indices.dropLast().contains { place in
      guard symbol(place + 1) == "(", let function = word(place) else { return false }
      return !Self.numericFunctions.contains(function) && !Self.choosing.contains(function)
    }
  }
}
