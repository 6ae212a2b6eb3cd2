/// A number that no decimal spelling has: `0x1F`, `0o17`, `.inf`, `.nan`.
enum SpecialNumber: Hashable {
  /// In decimal digits.
  case whole(String)
  case infinity(isNegative: Bool)
  case notANumber

  /// Nil for everything else, decimal numbers too.
  init?(_ text: String) {
    // Asking for the kind takes time, and hardly any value begins so.
    var bytes = text.utf8.makeIterator()
    guard let first = bytes.next(), let second = bytes.next() else { return nil }
    switch (first, second) {
    case (UInt8(ascii: "0"), UInt8(ascii: "x")), (UInt8(ascii: "0"), UInt8(ascii: "o")),
      (UInt8(ascii: "."), 65...), (UInt8(ascii: "+"), UInt8(ascii: ".")),
      (UInt8(ascii: "-"), UInt8(ascii: ".")):
      break
    default: return nil
    }
    guard NumberSpelling(text) == nil else { return nil }
    switch Scalar.kind(ofPlain: text) {
    case .int: self = .whole(SpecialNumber.digits(text))
    case .float where text.lowercased().hasSuffix("nan"): self = .notANumber
    case .float: self = .infinity(isNegative: first == UInt8(ascii: "-"))
    case .null, .bool, .string: return nil
    }
  }

  private static func digits(_ text: String) -> String {
    if let octal = Scalar.octal(text) { return String(octal) }
    return UInt64(text.dropFirst(2), radix: 16).map { String($0) }
      ?? Double(text).map { "\($0)" } ?? text
  }

  /// As SQL reads it into a column of numbers; nil for NULL, which it takes for what is none.
  var sql: String? {
    switch self {
    case .whole(let digits): digits
    case .infinity(let isNegative): isNegative ? "-9e999" : "9e999"
    case .notANumber: nil
    }
  }
}
