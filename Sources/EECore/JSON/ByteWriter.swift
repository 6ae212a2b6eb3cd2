internal import Glibc

/// Bytes that grow at their end: what is written piece by piece for each of many experiments.
///
/// - Cost: a piece costs its copy; an array's `+=` costs ten times as much where pieces are short.
package struct ByteWriter: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  package private(set) var count = 0

  package init(capacity: Int = 4096) {
    self.capacity = max(1, capacity)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  /// The bytes as they are now, valid until the next change.
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// The bytes as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether these are the bytes as they are now.
  package func agrees(with other: [UInt8]) -> Bool {
    guard other.count == count else { return false }
    return other.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memcmp($0, start, count) == 0 } ?? true
    }
  }

  /// Forgets all bytes and keeps the room for them.
  package mutating func clear() { count = 0 }

  /// Makes room for more bytes: until there are as many, none of them moves.
  package mutating func reserve(_ more: Int) { _ = room(for: more) }

  /// Makes room for more bytes, and returns where the first of them goes.
  private mutating func room(for more: Int) -> UnsafeMutablePointer<UInt8> {
    if count + more > capacity {
      capacity = max(2 * capacity, count + more)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      larger.update(from: start, count: count)
      start.deallocate()
      start = larger
    }
    return start + count
  }

  package mutating func append(_ byte: UInt8) {
    room(for: 1).pointee = byte
    count += 1
  }

  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    room(for: bytes.count).update(from: first, count: bytes.count)
    count += bytes.count
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends a number in decimal digits.
  package mutating func append(_ number: UInt64) {
    // From the last digit on, at the end of room for as many as there may be.
    let digits = room(for: 20)
    var rest = number
    var first = 20
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    digits.update(from: digits + first, count: 20 - first)
    count += 20 - first
  }

  /// Appends a number in decimal digits, with a sign where it is negative.
  package mutating func append(_ number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude)
  }

  /// Appends the 32 digits of a hash.
  package mutating func append(_ fingerprint: Fingerprint) {
    fingerprint.write(to: UnsafeMutableBufferPointer(start: room(for: 32), count: 32))
    count += 32
  }

  /// Appends one byte many times.
  package mutating func append(repeating byte: UInt8, _ times: Int) {
    for _ in 0..<max(0, times) { append(byte) }
  }

  /// Appends text as JSON has it, in double quotes.
  package mutating func append(quoted text: String) {
    var text = text
    text.withUTF8 { append(quoted: $0) }
  }

  /// Appends bytes that are text as JSON has it, in double quotes.
  package mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
    let isPlain = text.allSatisfy {
      $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard isPlain else {
      return append(JSONWriter.text(.string(String(decoding: text, as: UTF8.self))))
    }
    append(UInt8(ascii: "\""))
    append(text)
    append(UInt8(ascii: "\""))
  }
}
