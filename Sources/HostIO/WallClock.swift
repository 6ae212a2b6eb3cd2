internal import Glibc

/// The time of day, and its spelling.
package enum WallClock {
  /// Nanoseconds since 1970.
  package static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Nanoseconds of a clock that is never set back.
  package static func monotonic() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Returns UTC as `2026-11-21T08:30:00.123Z`.
  package static func text(_ nanoseconds: Int64) -> String {
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let milliseconds = Int32(nanoseconds / 1_000_000 % 1000)
    return String(unsafeUninitializedCapacity: 32) { text in
      var end = 0
      func append(_ number: Int32, _ width: Int, _ separator: Unicode.Scalar) {
        var rest = number
        for place in (end..<end + width).reversed() {
          text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
        text[end + width] = UInt8(ascii: separator)
        end += width + 1
      }
      append(parts.tm_year + 1900, 4, "-")
      append(parts.tm_mon + 1, 2, "-")
      append(parts.tm_mday, 2, "T")
      append(parts.tm_hour, 2, ":")
      append(parts.tm_min, 2, ":")
      append(parts.tm_sec, 2, ".")
      append(milliseconds, 3, "Z")
      return end
    }
  }

  /// Reads what ``text(_:)`` wrote, to the millisecond; nil for anything else.
  package static func nanoseconds(of text: String) -> Int64? {
    let numbers = text.split { !("0"..."9").contains($0) }.compactMap { Int64($0) }
    guard text.utf8.count == 24, text.hasSuffix("Z"), numbers.count == 7 else { return nil }
    var parts = tm()
    parts.tm_year = Int32(numbers[0]) - 1900
    parts.tm_mon = Int32(numbers[1]) - 1
    parts.tm_mday = Int32(numbers[2])
    parts.tm_hour = Int32(numbers[3])
    parts.tm_min = Int32(numbers[4])
    parts.tm_sec = Int32(numbers[5])
    return Int64(timegm(&parts)) * 1_000_000_000 + numbers[6] * 1_000_000
  }
}
