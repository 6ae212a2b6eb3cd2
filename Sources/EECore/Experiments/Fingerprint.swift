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

  init(_ bytes: UnsafeRawBufferPointer) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    self.init(high: hash.high64, low: hash.low64)
  }

  /// Half of it is hash enough.
  package func hash(into hasher: inout Hasher) { hasher.combine(low) }

  /// The hash as 32 hexadecimal digits.
  package var text: String {
    String(unsafeUninitializedCapacity: 32) { digits in
      for index in 0..<32 {
        let half = index < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 15
        digits[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      }
      return 32
    }
  }
}
