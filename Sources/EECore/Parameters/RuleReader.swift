/// Reads a parameter whose values are given by a rule: `{from: 1, to: 10, step: 3}`.
struct RuleReader {
  static let rangeKeys = ["from", "to", "step", "count", "scale"]
  static let distributionKeys = ["uniform", "loguniform", "normal", "choice"]
  static let allKeys = ["repeat"] + rangeKeys + distributionKeys

  let entry: ConfigEntry
  /// What is wrong with such a rule.
  let code: DiagnosticCode

  var title: String { "parameter '\(entry.key)'" }

  func refuse(
    _ message: String, at node: ConfigNode? = nil, hint: String? = nil, code: DiagnosticCode? = nil
  ) -> Diagnostics {
    let node = node ?? entry.value
    return Diagnostics(
      code ?? self.code, "\(title): \(message)", at: node.position,
      width: max(1, node.scalar?.text.count ?? 1), hint: hint)
  }

  /// Returns the number that a value of the rule is, exactly.
  func number(_ node: ConfigNode, _ key: String) throws(Diagnostics) -> ExactDecimal {
    guard let text = node.scalar?.text, NumberSpelling(text) != nil else {
      throw refuse("\(key) is \(shown(node)), expected a number", at: node)
    }
    guard let number = ExactDecimal(text), number.mantissa.magnitude < 1_000_000_000_000_000_000,
      abs(number.double) < 1e300
    else {
      throw refuse("\(key) is '\(text)', expected at most 18 digits, below 1e300", at: node)
    }
    guard number.mantissa == 0 || abs(number.double) > 1e-300 else {
      throw refuse("\(key) is '\(text)', expected 0 or a number above 1e-300 in size", at: node)
    }
    return number
  }

  func shown(_ node: ConfigNode) -> String {
    node.scalar.flatMap { $0.text.isEmpty ? nil : "'\($0.text)'" } ?? node.kindName
  }
}
