internal import HostIO

/// Random names of runs and attempts.
enum RandomIdentifier {
  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// Returns 60 random bits as 12 letters and digits.
  static func make() -> String {
    let bits = UInt64.random(in: 0 ... .max)
    return text(of: bits, letters: 12)
  }

  /// Returns 40 random bits behind the milliseconds since 1970, as 17 letters and digits: what is
  /// made later sorts behind it, so that new rows of the database lie together.
  static func makeInOrder() -> String {
    let milliseconds = UInt64(bitPattern: WallClock.now() / 1_000_000)
    return text(of: milliseconds, letters: 9) + text(of: .random(in: 0 ... .max), letters: 8)
  }

  private static func text(of bits: UInt64, letters count: Int) -> String {
    let places = (0..<count).reversed()
    return String(decoding: places.map { letters[Int(bits >> (5 * $0) & 31)] }, as: UTF8.self)
  }
}
