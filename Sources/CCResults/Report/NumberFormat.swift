internal import Glibc

/// Numbers as text.
enum NumberFormat {
  /// Returns the shortest spelling that reads back as the same number.
  static func exact(_ value: Double) -> String {
    if value == 0 { return "0" }  // Also minus zero.
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Returns six significant digits, without zeros behind them.
  static func brief(_ value: Double) -> String { printed("%.*g", value, 6) }

  static func fixed(_ value: Double, decimals: Int) -> String {
    printed("%.*f", value, decimals)
  }

  static func scientific(_ value: Double, decimals: Int) -> String {
    printed("%.*e", value, decimals)
  }

  private static func printed(_ format: String, _ value: Double, _ decimals: Int) -> String {
    var buffer = [CChar](repeating: 0, count: 400)  // The greatest double has 309 digits.
    let length = withVaList([Int32(decimals), value]) {
      vsnprintf(&buffer, buffer.count, format, $0)
    }
    let bytes = buffer.prefix(max(0, Int(length))).map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the place of the first digit: 2 for 345, -1 for 0.5.
  static func magnitude(_ value: Double) -> Int {
    value == 0 || !value.isFinite ? 0 : Int(log10(abs(value)).rounded(.down))
  }
}
