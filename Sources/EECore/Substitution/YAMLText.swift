/// Writes scalars so that YAML 1.1 (PyYAML) and 1.2 read the same.
package enum YAMLText {
  /// Returns a scalar: what is a number, boolean or null stays one, all else is text.
  package static func scalar(_ scalar: Scalar) -> String {
    switch scalar.kind {
    case .null: "null"
    case .bool: scalar.text
    case .int, .float: number(scalar.text)
    case .string: text(scalar.text)
    }
  }

  /// Returns text, in quotes where either version of YAML would take it for something else.
  package static func text(_ text: String) -> String {
    if isPlainSafe(text) { return text }
    var bytes = text
    let isASCII = bytes.withUTF8 { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
    return isASCII ? singleQuoted(text) : doubleQuoted(text)
  }

  /// YAML 1.1 reads a float only with a point, an exponent only with a sign, and no `0o17`.
  private static func number(_ spelling: String) -> String {
    if let octal = Scalar.octal(spelling) { return String(octal) }
    guard let parts = NumberSpelling(spelling), !parts.isInteger else { return spelling }
    let whole = parts.whole.isEmpty ? "0" : parts.whole
    let fraction = (parts.fraction ?? "").isEmpty ? "0" : parts.fraction ?? "0"
    var text = "\(parts.sign)\(whole).\(fraction)"
    if let exponent = parts.exponent {
      text += exponent.first == "-" || exponent.first == "+" ? "e\(exponent)" : "e+\(exponent)"
    }
    return text
  }

  private static func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case let scalar where isPrintable(scalar.value): quoted.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return quoted + "\""
  }

  /// What may stand in a file as it is, and is no line break to either version.
  ///
  /// - Source: <https://yaml.org/spec/1.1/#c-printable>
  private static func isPrintable(_ value: UInt32) -> Bool {
    switch value {
    case 0x2028, 0x2029, 0xFEFF: false
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
    default: false
    }
  }

  private static func singleQuoted(_ text: String) -> String {
    let quote = UInt8(ascii: "'")
    var bytes = text
    return bytes.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: 2 * bytes.count + 2) { quoted in
        quoted[0] = quote
        var end = 1
        for byte in bytes {
          quoted[end] = byte
          end += 1
          guard byte == quote else { continue }
          quoted[end] = quote
          end += 1
        }
        quoted[end] = quote
        return end + 1
      }
    }
  }

  /// Whether the text is a word that no rule of either version touches.
  private static func isPlainSafe(_ text: String) -> Bool {
    var bytes = text
    let isWord = bytes.withUTF8 { bytes in
      (bytes.first.map(isWordStart) ?? false) && bytes.allSatisfy(isWordPart)
    }
    guard isWord else { return false }
    return text.utf8.count > 5 || !reserved.contains(text.lowercased())
  }

  private static func isWordStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "/"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "+"), UInt8(ascii: "@"):
      true
    default: isWordStart(byte)
    }
  }

  /// - Shape: at most five bytes each.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]
}
