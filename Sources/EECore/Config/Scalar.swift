/// One scalar of a configuration file: its spelling, and whether quotes made it text.
package struct Scalar: Hashable, Sendable {
  /// What a plain scalar is by the core rules of YAML 1.2.
  package enum Kind: Sendable {
    case null
    case bool
    case int
    case float
    case string
  }

  package let text: String
  package let isPlain: Bool

  package init(_ text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
  }

  /// `0012`, `yes` and `12:00:00` are what they look like: text.
  package var kind: Kind { isPlain ? Scalar.kind(ofPlain: text) : .string }

  static func kind(ofPlain text: String) -> Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE", "false", "False", "FALSE": .bool
    default: NumberSpelling(text).map { $0.isInteger ? .int : .float } ?? .string
    }
  }
}
