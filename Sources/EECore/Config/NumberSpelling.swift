/// The parts of a decimal number as it is written: `-12.50e-3`.
///
/// Numbers with leading zeros are names (`a[01-03]`, `0012`); `.inf` and `0x1F` are no decimals.
package struct NumberSpelling {
  package let sign: Substring
  package let whole: Substring
  /// Nil without a point.
  package let fraction: Substring?
  /// With its sign; nil without one.
  package let exponent: Substring?

  package init?(_ text: String) {
    var rest = text[...]
    sign = NumberSpelling.take(&rest, while: NumberSpelling.isSign)
    whole = NumberSpelling.take(&rest, while: NumberSpelling.isDigit)
    if rest.utf8.first == UInt8(ascii: ".") {
      rest = rest[rest.utf8.index(after: rest.startIndex)...]
      fraction = NumberSpelling.take(&rest, while: NumberSpelling.isDigit)
    } else {
      fraction = nil
    }
    if let letter = rest.utf8.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest[rest.utf8.index(after: rest.startIndex)...]
      let start = rest
      _ = NumberSpelling.take(&rest, while: NumberSpelling.isSign)
      guard !NumberSpelling.take(&rest, while: NumberSpelling.isDigit).isEmpty else { return nil }
      exponent = start[..<rest.startIndex]
    } else {
      exponent = nil
    }
    guard rest.isEmpty, sign.utf8.count <= 1, !(whole.isEmpty && (fraction ?? "").isEmpty),
      whole.utf8.count < 2 || whole.utf8.first != UInt8(ascii: "0")
    else { return nil }
  }

  package var isInteger: Bool { fraction == nil && exponent == nil }

  /// The number as JSON writes it: itself where JSON reads it, else with what JSON asks for.
  package var json: String {
    let point = fraction.map { $0.isEmpty ? ".0" : ".\($0)" } ?? ""
    return (sign == "-" ? "-" : "") + (whole.isEmpty ? "0" : whole) + point
      + (exponent.map { "e\($0)" } ?? "")
  }

  /// Returns a number of YAML as JSON writes it, `0x1F` too; nil for what JSON has no number for.
  static func json(_ text: String) -> String? {
    if let number = NumberSpelling(text) { return number.json }
    guard case .whole(let digits)? = SpecialNumber(text) else { return nil }
    return NumberSpelling(digits)?.json
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }

  private static func take(
    _ rest: inout Substring, while belongs: (UInt8) -> Bool
  ) -> Substring {
    let bytes = rest.utf8
    let end = bytes.firstIndex { !belongs($0) } ?? bytes.endIndex
    defer { rest = rest[end...] }
    return rest[..<end]
  }
}
