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

  /// Reports a text that is cut where a shell or a C program reads it.
  ///
  /// - Throws: ``Diagnostics`` EE105.
  package static func refuseNUL(
    in text: String, at position: @autoclosure () -> SourcePosition
  ) throws(Diagnostics) {
    guard text.utf8.contains(0) else { return }
    throw Diagnostics(
      .wrongKind, "a text holds a NUL, which neither a script nor a variable can hold",
      at: position(), hint: "leave character 0 out of it")
  }

  /// Whether its kind is null, which is asked of every value.
  package var isNull: Bool {
    guard isPlain, text.utf8.count <= 4 else { return false }
    return Scalar.nulls.contains(text)
  }

  private static let nulls = ["", "~", "null", "Null", "NULL"]

  /// `0012`, `yes` and `12:00:00` are what they look like: text.
  package var kind: Kind { isPlain ? Scalar.kind(ofPlain: text) : .string }

  static func kind(ofPlain text: String) -> Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE", "false", "False", "FALSE": .bool
    default: NumberSpelling(text).map { $0.isInteger ? .int : .float } ?? special(text)
    }
  }

  /// Numbers that no decimal spelling has: `0x1F`, `0o17`, `.inf`, `.nan`.
  ///
  /// - Source: <https://yaml.org/spec/1.2.2/#1032-tag-resolution>
  private static func special(_ text: String) -> Kind {
    let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    switch unsigned {
    case ".inf", ".Inf", ".INF": return .float
    default: break
    }
    switch text {
    case ".nan", ".NaN", ".NAN": return .float
    default: break
    }
    // An octal number is written out, so it has to be one that can be.
    if text.hasPrefix("0o") { return octal(text) == nil ? .string : .int }
    let isHexadecimal =
      text.utf8.count > 2 && text.hasPrefix("0x") && text.dropFirst(2).allSatisfy(\.isHexDigit)
    return isHexadecimal && text.utf8.allSatisfy { $0 < 128 } ? .int : .string
  }

  /// The value of `0o17`; nil for what is none.
  static func octal(_ text: String) -> Int? {
    let digits = text.dropFirst(2)
    guard text.hasPrefix("0o"), digits.utf8.allSatisfy({ (48...55).contains($0) }) else {
      return nil
    }
    return Int(digits, radix: 8)
  }
}
