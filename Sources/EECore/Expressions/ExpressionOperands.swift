// What stands beside an operator that computes, or in a function that does.
extension ScannedExpression {
  private static let computing: Set<String> = ["+", "-", "*", "/", "&", "|", "<<", ">>", "~"]
  private static let signs: Set<String> = ["-", "+", "~"]
  private static let orders: Set<String> = ["<", ">", "<=", ">="]
  private static let operatorWords: Set<String> = [
    "and", "or", "not", "in", "is", "like", "glob", "between", "when", "then", "else", "case",
    "escape", "collate", "isnull", "notnull", "distinct", "from", "as",
  ]
  private static let functions: Set<String> = [
    "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos",
    "cosh", "degrees", "exp", "floor", "ln", "log", "log10", "log2", "mod", "pow", "power",
    "radians", "round", "sign", "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
  ]

  /// Whether it can say what is to hold where a part of it has no answer.
  var hasAlternatives: Bool {
    tokens.contains { $0.kind == .name && ["and", "or"].contains($0.text.lowercased()) }
  }

  /// The expression in which all that is computed with, or ordered among numbers, is checked.
  ///
  /// Nil where nothing is.
  func withCheckedNumbers(mixed: Set<Int>, _ names: ExpressionNames) -> String? {
    var operands: Set<Operand> = []
    var edits: [Replacement] = []
    for place in tokens.indices {
      operands.formUnion(checked(around: place))
      if isOrdered(place, mixed, names) {
        operands.insert(Operand(place..<place + 1, NumberFunctions.number))
      }
      if let other = NumberFunctions.checked[word(place) ?? ""], symbol(place + 1) == "(" {
        edits.append((tokens[place].range, other))
      }
    }
    for operand in operands where !isNumber(operand.tokens) {
      let start = tokens[operand.tokens.lowerBound].range.lowerBound
      let end = tokens[operand.tokens.upperBound - 1].range.upperBound
      edits += [(start..<start, "\(operand.function)("), (end..<end, ")")]
    }
    return edits.isEmpty ? nil : replacing(joined(names) + edits)
  }

  private struct Operand: Hashable {
    let tokens: Range<Int>
    let function: String

    init(_ tokens: Range<Int>, _ function: String) {
      self.tokens = tokens
      self.function = function
    }
  }

  private func checked(around place: Int) -> [Operand] {
    if let name = word(place), Self.functions.contains(name), symbol(place + 1) == "(" {
      return arguments(from: place + 1).map { Operand($0, NumberFunctions.number) }
    }
    guard let sign = symbol(place) else { return [] }
    // SQL cuts what it divides so down to whole numbers.
    let function = sign == "%" ? NumberFunctions.whole : NumberFunctions.number
    guard Self.computing.contains(sign) || sign == "%" else { return [] }
    guard endsOperand(place - 1) else {
      return [Operand(place + 1..<primaryEnd(signsEnd(place + 1)), function)]
    }
    return [
      Operand(chainStart(place - 1)..<place, function),
      Operand(place + 1..<chainEnd(place + 1), function),
    ]
  }

  /// Whether a name is ordered among numbers: it is compared with one, or has texts beside numbers.
  private func isOrdered(_ place: Int, _ mixed: Set<Int>, _ names: ExpressionNames) -> Bool {
    guard isName(place), case .value(let index)? = names[tokens[place].text] else { return false }
    let next = word(place + 1) == "not" ? place + 2 : place + 1
    let isAfter = symbol(place - 1).map(Self.orders.contains) == true
    let isBefore = symbol(place + 1).map(Self.orders.contains) == true
    if mixed.contains(index) { return isAfter || isBefore || word(next) == "between" }
    return isAfter && isNumber(place - 2) || isBefore && isNumber(signsEnd(place + 2))
      || word(next) == "between" && isNumber(signsEnd(next + 1))
  }

  private func isNumber(_ range: Range<Int>) -> Bool {
    range.count == 1 && isNumber(range.lowerBound)
  }

  private func isNumber(_ place: Int) -> Bool {
    tokens.indices.contains(place) && tokens[place].kind == .number
  }

  private func endsOperand(_ place: Int) -> Bool {
    guard tokens.indices.contains(place) else { return false }
    switch tokens[place].kind {
    case .string, .number, .quotedName: return true
    case .symbol: return tokens[place].text == ")"
    case .name: return !Self.operatorWords.contains(tokens[place].text.lowercased())
    }
  }

  private func signsEnd(_ place: Int) -> Int {
    var place = place
    while symbol(place).map(Self.signs.contains) == true { place += 1 }
    return place
  }

  /// The end of a value with all that binds more tightly than `*`.
  private func chainEnd(_ start: Int) -> Int {
    var place = start
    while true {
      place = primaryEnd(signsEnd(place))
      if word(place) == "collate" { place = min(place + 2, tokens.count) }
      guard symbol(place) == "||" || symbol(place) == "->" else { return place }
      place += symbol(place + 1) == ">" ? 2 : 1
    }
  }

  private func chainStart(_ end: Int) -> Int {
    var place = end
    while true {
      if word(place - 1) == "collate" { place -= 2 }
      place = primaryStart(place)
      while symbol(place - 1).map(Self.signs.contains) == true, !endsOperand(place - 2) {
        place -= 1
      }
      let isArrow = symbol(place - 1) == ">" && symbol(place - 2) == "->"
      guard isArrow || symbol(place - 1) == "||" || symbol(place - 1) == "->" else { return place }
      place -= isArrow ? 3 : 2
    }
  }

  private func primaryEnd(_ start: Int) -> Int {
    if word(start) == "case" { return matching(start, step: 1) { word($0) } + 1 }
    let open = symbol(start + 1) == "(" && word(start) != nil ? start + 1 : start
    guard symbol(open) == "(" else { return min(start + 1, tokens.count) }
    return matching(open, step: 1) { symbol($0) } + 1
  }

  private func primaryStart(_ end: Int) -> Int {
    if word(end) == "end" { return matching(end, step: -1) { word($0) } }
    guard symbol(end) == ")" else { return max(end, 0) }
    let open = matching(end, step: -1) { symbol($0) }
    let isCall = word(open - 1).map { !Self.operatorWords.contains($0) } == true
    return isCall ? open - 1 : open
  }

  /// The bracket or word that goes with one; the last token where there is none.
  private func matching(_ start: Int, step: Int, _ text: (Int) -> String?) -> Int {
    var depth = 0
    var place = start
    while tokens.indices.contains(place) {
      switch text(place) {
      case "(", "case": depth += step
      case ")", "end": depth -= step
      default: break
      }
      if depth == 0 { return place }
      place += step
    }
    return step > 0 ? tokens.count - 1 : 0
  }

  private func arguments(from open: Int) -> [Range<Int>] {
    let close = matching(open, step: 1) { symbol($0) }
    var ranges: [Range<Int>] = []
    var start = open + 1
    var place = start
    while place < close {
      if symbol(place) == "(" { place = matching(place, step: 1) { symbol($0) } }
      if symbol(place) == "," {
        ranges.append(start..<place)
        start = place + 1
      }
      place += 1
    }
    return (ranges + [start..<max(start, close)]).filter { !$0.isEmpty }
  }
}
