/// Bytes as letters that every line can hold.
enum Base64 {
  /// Returns the bytes that a text stands for; nil where it stands for none.
  ///
  /// - Source: RFC 4648, section 4.
  static func bytes(of text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var (bits, count, length): (UInt32, Int, Int) = (0, 0, 0)
    for letter in text.utf8 {
      length += 1
      if letter == UInt8(ascii: "=") {
        count += 1
        continue
      }
      guard let value = value(of: letter), count == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      switch length % 4 {
      case 1: break
      case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
      case 3: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
      default: bytes.append(UInt8(truncatingIfNeeded: bits))
      }
    }
    return length % 4 == 0 && count < 3 ? bytes : nil
  }

  private static func value(of letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
