internal import CSQLite

/// Says in our words what SQLite refuses; its own are kept where it says more than we know.
struct ExpressionProblem {
  private let scanned: ScannedExpression
  private let names: ExpressionNames

  init(_ scanned: ScannedExpression, _ names: ExpressionNames) {
    self.scanned = scanned
    self.names = names
  }

  /// The place says for which values, where it was evaluated.
  func explain(_ failure: ExpressionFailure, for place: String = "") -> Diagnostics {
    let message = failure.message
    if let name = rest(of: message, after: "no such column: ") { return unknownColumn(name) }
    if let name = rest(of: message, after: "no such function: ")
      ?? rest(of: message, after: "not authorized to use function: ")
    {
      return report(name, "calls '\(name)', which is no function that expressions have")
    }
    if let text = rest(of: message, after: "near \"")
      ?? rest(of: message, after: "unrecognized token: \"")
    {
      return syntaxError(near: text)
    }
    if message.hasPrefix("misuse of ") { return manyRows(message) }
    if let text = known(message) { return report(nil, text) }
    if let name = rest(of: message, after: "non-deterministic use of ") {
      let function = name.prefix { $0 != "(" }
      return report(
        String(function), "calls \(function)() with a value that is not the same each time\(place)")
    }
    switch failure.code {
    case SQLITE_INTERRUPT: return report(nil, "takes too long to compute\(place)")
    case SQLITE_TOOBIG:
      return report(nil, "makes or reads a text of more than 200 kB\(place)")
    default: break
    }
    guard place.isEmpty else { return report(nil, "cannot be computed\(place): \(message)") }
    return report(nil, "is no expression that SQLite takes: \(message)")
  }

  private func known(_ message: String) -> String? {
    switch message {
    case "subqueries prohibited in generated columns": "has a subquery, which no expression may"
    case "non-deterministic functions prohibited in generated columns":
      "calls a function whose value is not the same each time"
    case "the \".\" operator prohibited in generated columns":
      "has a name with a '.', expected the name of a column alone"
    case "RAISE() may only be used within a trigger-program":
      "calls RAISE(), which no expression may"
    default: nil
    }
  }

  private func manyRows(_ message: String) -> Diagnostics {
    // "misuse of aggregate function sum()", "misuse of aggregate: sum()"
    let last = message.split(separator: " ").last.map(String.init) ?? ""
    let name = String(last.prefix { $0 != "(" })
    return report(
      name, "calls \(name)() over many rows, expected functions of single values")
  }

  private func unknownColumn(_ found: String) -> Diagnostics {
    let name =
      found.first == "\"" ? String(found.dropFirst().prefix { $0 != "\"" }) : found
    let token =
      scanned.token(named: name) ?? scanned.token(named: String(name.prefix { $0 != "." }))
    return scanned.expression.report(
      .unknownColumn, "names '\(name)', which does not exist", at: token?.range,
      hint: hint(for: name, token))
  }

  private func hint(for name: String, _ token: ScannedExpression.Token?) -> String {
    if names[name] != nil { return "write \"\(name)\", in double quotes" }
    // batch-size without quotes is a difference to SQL.
    let hyphenated = token.map { token in names.all.filter { isSpelled($0, around: token) } } ?? []
    if let hyphenated = hyphenated.max(by: { $0.utf8.count < $1.utf8.count }) {
      return "write \"\(hyphenated)\", in double quotes"
    }
    let text = "a text goes in single quotes: '\(name)'"
    guard let nearest = Suggestion.nearest(to: name, among: names.all) else { return text }
    return "did you mean '\(nearest)'? \(text)"
  }

  /// Whether a name with a hyphen stands where a token is a part of it.
  private func isSpelled(_ name: String, around token: ScannedExpression.Token) -> Bool {
    guard name.contains("-") else { return false }
    let last = token.range.lowerBound
    return (max(0, last - name.utf8.count + 1)...last).contains { start in
      scanned.expression.text.utf8.dropFirst(start).starts(with: name.utf8)
    }
  }

  private func syntaxError(near message: String) -> Diagnostics {
    let ending = message.hasSuffix("\": syntax error") ? "\": syntax error" : "\""
    let text = String(message.dropLast(ending.count))
    let bytes = scanned.expression.text.utf8.count
    // The bracket is ours where the expression has none.
    if text == ")", !scanned.tokens.contains(where: { $0.text == ")" }) {
      return scanned.expression.report(
        .malformedExpression, "ends where a value was expected", at: bytes..<bytes)
    }
    // A word of SQL, such as order or index, is a name only in quotes.
    let hint = names[text] == nil ? nil : "write \"\(text)\", in double quotes"
    return report(text, "cannot be read at '\(text)'", hint: hint)
  }

  /// Points at a token where there is just one such.
  private func report(_ token: String?, _ message: String, hint: String? = nil) -> Diagnostics {
    let places = token.map { text in
      scanned.tokens.filter { $0.text.lowercased() == text.lowercased() }
    }
    let range = places?.count == 1 ? places?.first?.range : nil
    return scanned.expression.report(.malformedExpression, message, at: range, hint: hint)
  }

  private func rest(of message: String, after prefix: String) -> String? {
    message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : nil
  }
}
