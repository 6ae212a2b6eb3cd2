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
    sign = NumberSpelling.take(&rest) { $0 == "-" || $0 == "+" }
    whole = NumberSpelling.take(&rest, while: NumberSpelling.isDigit)
    if rest.first == "." {
      rest.removeFirst()
      fraction = NumberSpelling.take(&rest, while: NumberSpelling.isDigit)
    } else {
      fraction = nil
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      let start = rest
      _ = NumberSpelling.take(&rest) { $0 == "-" || $0 == "+" }
      guard !NumberSpelling.take(&rest, while: NumberSpelling.isDigit).isEmpty else { return nil }
      exponent = start[..<rest.startIndex]
    } else {
      exponent = nil
    }
    guard rest.isEmpty, sign.count <= 1, !(whole.isEmpty && (fraction ?? "").isEmpty),
      whole.count < 2 || whole.first != "0"
    else { return nil }
  }

  package var isInteger: Bool { fraction == nil && exponent == nil }

  /// Whether JSON reads it as a number just as it is written.
  package var isJSON: Bool { sign != "+" && !whole.isEmpty && fraction != "" }

  private static func isDigit(_ character: Character) -> Bool {
    "0" <= character && character <= "9"
  }

  private static func take(
    _ rest: inout Substring, while belongs: (Character) -> Bool
  ) -> Substring {
    let taken = rest.prefix(while: belongs)
    rest = rest[taken.endIndex...]
    return taken
  }
}
