/// The format of SQLite's `printf`, and what it asks for.
///
/// - Source: <https://www.sqlite.org/printf.html>
enum FormatText {
  /// What a conversion makes of its value.
  enum Conversion: Hashable {
    case whole
    case number
    case text
  }

  /// The values that a format asks for, in order; a `*` asks for a whole number too.
  static func conversions(of format: [UInt8]) -> [Conversion] {
    var found: [Conversion] = []
    var index = 0
    while index < format.count {
      defer { index += 1 }
      guard format[index] == UInt8(ascii: "%") else { continue }
      index += 1
      while index < format.count, isModifier(format[index]) {
        if format[index] == UInt8(ascii: "*") { found.append(.whole) }
        index += 1
      }
      guard index < format.count else { break }
      if let conversion = conversion(format[index]) { found.append(conversion) }
    }
    return found
  }

  /// Flags, a width, a precision, and the letters for a length.
  private static func isModifier(_ byte: UInt8) -> Bool {
    "-+ #!0,.*123456789l".utf8.contains(byte)
  }

  private static func conversion(_ letter: UInt8) -> Conversion? {
    switch letter {
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "x"),
      UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "p"), UInt8(ascii: "r"):
      .whole
    case UInt8(ascii: "f"), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "g"),
      UInt8(ascii: "G"):
      .number
    case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "c"), UInt8(ascii: "q"),
      UInt8(ascii: "Q"), UInt8(ascii: "w"):
      .text
    default: nil
    }
  }
}
