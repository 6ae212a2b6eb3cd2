// What stands beside an operator that computes, or in a function that does.
extension ScannedExpression {
  private static let computing: Set<String> = ["+", "-", "*", "/", "&", "|", "<<", ">>", "~"]
  private static let bitwise: Set<String> = ["&", "|", "<<", ">>", "~"]
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

  /// Functions of which some arguments are whole numbers, and the first of those.
  private static let counting: [String: Int] = ["char": 0, "round": 1, "substr": 1, "substring": 1]

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
      if isTruth(place) { operands.insert(Operand(place..<place + 1, NumberFunctions.number)) }
      if let other = NumberFunctions.checked[word(place) ?? ""], symbol(place + 1) == "(" {
        edits.append((tokens[place].range, other))
      }
      edits += checkedFormat(at: place)
    }
    for operand in operands where !isSound(operand) {
      let range = bytes(of: operand.tokens)
      edits += [
        (range.lowerBound..<range.lowerBound, "\(operand.function)("),
        (range.upperBound..<range.upperBound, ")"),
      ]
    }
    return edits.isEmpty ? nil : replacing(spelled(names) + edits)
  }

  /// Whether it is a number as it stands, and a whole one where that is needed.
  private func isSound(_ operand: Operand) -> Bool {
    guard operand.tokens.count == 1, isNumber(operand.tokens.lowerBound) else { return false }
    let text = tokens[operand.tokens.lowerBound].text
    return operand.function == NumberFunctions.number || text.utf8.allSatisfy { 48...57 ~= $0 }
  }

  private func bytes(of range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }

  /// Lets the format of `printf` be checked together with its values.
  private func checkedFormat(at place: Int) -> [Replacement] {
    guard let name = word(place), Self.formats.contains(name), symbol(place + 1) == "(",
      let format = arguments(from: place + 1).first
    else { return [] }
    let end = tokens[matching(place + 1, step: 1) { symbol($0) }].range.lowerBound
    let range = bytes(of: format)
    let values = expression.text.utf8.dropFirst(range.upperBound).prefix(end - range.upperBound)
    return [
      (range.lowerBound..<range.lowerBound, "\(NumberFunctions.format)("),
      (range.upperBound..<range.upperBound, String(decoding: values, as: UTF8.self) + ")"),
    ]
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
    if let name = word(place), symbol(place + 1) == "(" {
      return checkedArguments(of: name, arguments(from: place + 1))
    }
    guard let sign = symbol(place) else { return [] }
    // SQL cuts what it divides so, and whose bits it takes, down to whole numbers.
    let function =
      sign == "%"
      ? NumberFunctions.whole
      : Self.bitwise.contains(sign) ? NumberFunctions.count : NumberFunctions.number
    guard Self.computing.contains(sign) || sign == "%" else { return [] }
    guard endsOperand(place - 1) else {
      return [Operand(place + 1..<primaryEnd(signsEnd(place + 1)), function)]
    }
    return [
      Operand(chainStart(place - 1)..<place, function),
      Operand(place + 1..<chainEnd(place + 1), function),
    ]
  }

  private func checkedArguments(of name: String, _ arguments: [Range<Int>]) -> [Operand] {
    if name == "cast" { return arguments.first.flatMap(checkedCast).map { [$0] } ?? [] }
    let counted = Self.counting[name] ?? arguments.count
    let numbers = Self.functions.contains(name) ? arguments.prefix(counted) : []
    return numbers.map { Operand($0, NumberFunctions.number) }
      + arguments.dropFirst(counted).map { Operand($0, NumberFunctions.count) }
  }

  /// What is cast to a number; SQL takes a text that is none for 0.
  private func checkedCast(_ argument: Range<Int>) -> Operand? {
    guard let end = argument.last(where: { word($0) == "as" }), end > argument.lowerBound else {
      return nil
    }
    let type = tokens[(end + 1)..<argument.upperBound].map { $0.text.lowercased() }.joined()
    let isText = ["char", "clob", "text", "blob"].contains { type.contains($0) }
    guard type.contains("int") || !isText else { return nil }
    return Operand(argument.lowerBound..<end, NumberFunctions.number)
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

  func arguments(from open: Int) -> [Range<Int>] {
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
