/// A call in an expression whose value is known outside: `metric('train', 'accuracy')`.
package struct ConditionCall: Hashable, Sendable {
  /// A text between the brackets, and where it stands.
  package struct Argument: Hashable, Sendable {
    package let text: String
    /// In bytes of the expression.
    package let range: Range<Int>
  }

  /// In lower case.
  package let function: String
  package let arguments: [Argument]
  /// In bytes of the expression.
  package let range: Range<Int>

  /// The call as messages name it, always in one spelling.
  package var text: String {
    "\(function)(" + arguments.map { "'\($0.text)'" }.joined(separator: ", ") + ")"
  }
}

/// Finds the calls of some functions in an expression.
struct ConditionCallReader {
  /// How many arguments each function takes.
  let arities: [String: ClosedRange<Int>]
  let scanned: ScannedExpression

  /// - Throws: ``Diagnostics`` EE131 where an argument is no text, or there are too many or too few.
  func calls() throws(Diagnostics) -> [ConditionCall] {
    var calls: [ConditionCall] = []
    let tokens = scanned.tokens
    for place in tokens.indices.dropLast() {
      let name = tokens[place].text.lowercased()
      guard tokens[place].kind == .name, arities[name] != nil, tokens[place + 1].text == "("
      else { continue }
      calls.append(try call(of: name, at: place))
    }
    return calls
  }

  private func call(of name: String, at start: Int) throws(Diagnostics) -> ConditionCall {
    let tokens = scanned.tokens
    var arguments: [ConditionCall.Argument] = []
    var place = start + 2
    while tokens[place].text != ")" || tokens[place].kind != .symbol {
      let token = tokens[place]
      guard token.kind == .string else {
        throw refuse(
          "gives \(name)() '\(token.text)', expected a text in single quotes", token.range,
          hint: "write '\(token.text)'")
      }
      arguments.append(ConditionCall.Argument(text: token.text, range: token.range))
      place += 1
      if tokens[place].text == ",", tokens[place].kind == .symbol, tokens[place + 1].text != ")" {
        place += 1
      } else if tokens[place].text != ")" {
        throw refuse(
          "has '\(tokens[place].text)' among the arguments of \(name)(), expected ',' or ')'",
          tokens[place].range, hint: nil)
      }
    }
    let range = tokens[start].range.lowerBound..<tokens[place].range.upperBound
    if let arity = arities[name], !arity.contains(arguments.count) {
      throw refuse(
        "calls \(name)() with \(arguments.count == 1 ? "1 text" : "\(arguments.count) texts"), "
          + "expected \(Self.words(for: arity))", range, hint: nil)
    }
    return ConditionCall(function: name, arguments: arguments, range: range)
  }

  private static func words(for arity: ClosedRange<Int>) -> String {
    arity.count == 1 ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
  }

  private func refuse(_ message: String, _ range: Range<Int>, hint: String?) -> Diagnostics {
    scanned.expression.report(.malformedExpression, message, at: range, hint: hint)
  }
}
