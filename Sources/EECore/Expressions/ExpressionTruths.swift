// Names that stand for true or false, which SQL takes every text for that begins with no digit.
extension ScannedExpression {
  /// Whether a name is all that a side of AND, OR or NOT is, or the condition of CASE or iif.
  func isTruth(_ place: Int) -> Bool {
    guard isName(place) else { return false }
    if symbol(place - 1) == "(", word(place - 2) == "iif" { return symbol(place + 1) == "," }
    var (first, last) = (place - 1, place + 1)
    while symbol(first) == "(", symbol(last) == ")", word(first - 1).map(isCalled) != true {
      (first, last) = (first - 1, last + 1)
    }
    let before = word(first)
    let after = word(last)
    let isAfter =
      before.map(Self.connectives.contains) == true && word(first - 1) != "is" && !isOfRange(first)
    let isBefore = after == "and" || after == "or"
    if before == "when" { return (after == "then" || isBefore) && isSearched(first) }
    let isFirst = first < 0 || symbol(first) == "(" && word(first - 1).map(isCalled) != true
    let isLast = last == tokens.count || symbol(last) == ")" || after == "then"
    return isAfter && (isBefore || isLast) || isBefore && (isAfter || isFirst)
  }

  private static let connectives: Set<String> = ["and", "or", "not"]

  private func isCalled(_ word: String) -> Bool {
    !Self.connectives.contains(word) && !["when", "then", "else", "case"].contains(word)
  }

  /// Whether an AND belongs to a BETWEEN.
  private func isOfRange(_ place: Int) -> Bool {
    guard word(place) == "and" else { return false }
    var depth = 0
    for other in stride(from: place - 1, through: 0, by: -1) {
      if symbol(other) == ")" { depth += 1 }
      if symbol(other) == "(" { depth -= 1 }
      guard depth >= 0 else { return false }
      guard depth == 0, let word = word(other) else { continue }
      if word == "between" { return true }
      if word == "and" || word == "or" { return false }
    }
    return false
  }

  /// Whether a WHEN belongs to a CASE that has nothing to compare with.
  private func isSearched(_ place: Int) -> Bool {
    var depth = 0
    for other in stride(from: place - 1, through: 0, by: -1) {
      if word(other) == "end" { depth += 1 }
      guard word(other) == "case" else { continue }
      if depth == 0 { return word(other + 1) == "when" }
      depth -= 1
    }
    return false
  }
}
