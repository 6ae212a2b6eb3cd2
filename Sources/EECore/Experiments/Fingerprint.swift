internal import CXXHash

/// A 128-bit hash of some bytes, to see whether they are the same ones.
///
/// Not a protection against somebody who wants two inputs to collide.
///
/// - Source: <https://xxhash.com> (XXH3).
package struct Fingerprint: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(_ bytes: [UInt8]) { self = bytes.withUnsafeBytes(Fingerprint.init) }

  package init(_ bytes: UnsafeRawBufferPointer) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    self.init(high: hash.high64, low: hash.low64)
  }

  /// Reads the 32 digits that ``text`` gives; nil where a text is no such.
  package init?(text: ArraySlice<UInt8>) {
    guard let value = text.withUnsafeBufferPointer({ Fingerprint(digits: $0) }) else { return nil }
    self = value
  }

  /// Reads the 32 digits where they stand; nil where they are none.
  package init?(digits text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 32 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    for digit in text {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      halves = (halves.0 << 4 | halves.1 >> 60, halves.1 << 4 | UInt64(value))
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// Half of it is hash enough.
  package func hash(into hasher: inout Hasher) { hasher.combine(low) }

  /// The hash as 32 hexadecimal digits.
  package var text: String {
    String(unsafeUninitializedCapacity: 32) { digits in
      write(to: digits)
      return 32
    }
  }

  func write(to digits: UnsafeMutableBufferPointer<UInt8>) {
    let place = UnsafeMutableRawPointer(digits.baseAddress)
    func write(_ part: UInt64, at offset: Int) {
      let digits = Fingerprint.digits(UInt32(truncatingIfNeeded: part))
      place?.storeBytes(of: digits, toByteOffset: offset, as: UInt64.self)
    }
    write(high >> 32, at: 0)
    write(high, at: 8)
    write(low >> 32, at: 16)
    write(low, at: 24)
  }

  /// Returns eight digits, the first of them in the lowest byte: all at once, one in each byte.
  private static func digits(_ value: UInt32) -> UInt64 {
    var digits = UInt64(value)
    digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFF
    digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
    digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
    let letters = ((digits + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    let ascii = digits + 0x3030_3030_3030_3030 + letters * 39
    return ascii.byteSwapped.littleEndian
  }
}
