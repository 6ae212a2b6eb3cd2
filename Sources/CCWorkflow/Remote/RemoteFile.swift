/// A file as its host describes it.
struct RemoteFile: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case file
    case directory
    case link
    case other
  }

  /// Below the directory that was listed; empty for that one itself.
  let name: String
  /// Whether the name is the one that it has: what is no UTF-8 cannot be asked for.
  let isNamed: Bool
  let kind: Kind
  let size: Int
  /// Nanoseconds since 1970, by the host's clock.
  let modified: Int64
  /// Seconds since 1970, by the host's clock; nobody can set it.
  let changed: Int64
  let isExecutable: Bool
  /// What it was when it was listed: its size and its time.
  let token: String

  /// Whether its time is one that no program has set, and tells it from what it was a moment before.
  var hasExactTime: Bool { modified % 1_000_000_000 != 0 }

  /// Reads the fields of `i`, mode, size, seconds, seconds of the change, time, name; nil where they are none.
  ///
  /// - Source: stat(1): `%f %s %Y %Z %y %n`.
  init?(record: ArraySlice<UInt8>) {
    let fields = record.split(
      separator: UInt8(ascii: "\t"), maxSplits: 6, omittingEmptySubsequences: false)
    // The name's last byte is the tab before the mark.
    guard fields.count == 7, fields[0].elementsEqual("i".utf8),
      let mode = UInt32(String(decoding: fields[1], as: UTF8.self), radix: 16),
      let size = Int(String(decoding: fields[2], as: UTF8.self)),
      let seconds = Int64(String(decoding: fields[3], as: UTF8.self)),
      let changed = Int64(String(decoding: fields[4], as: UTF8.self)),
      abs(seconds) < 1 << 33, fields[6].last == UInt8(ascii: "\t")
    else { return nil }
    kind =
      switch mode & 0o170000 {
      case 0o100000: .file
      case 0o040000: .directory
      case 0o120000: .link
      default: .other
      }
    let bytes = fields[6].dropLast()
    let text = String(decoding: bytes, as: UTF8.self)
    isNamed = text.utf8.elementsEqual(bytes)
    name = Self.plain(text)
    self.size = size
    self.changed = changed
    let time = String(decoding: fields[5], as: UTF8.self)
    modified = seconds * 1_000_000_000 + Self.fraction(of: time)
    isExecutable = mode & 0o100 != 0
    token = "\(size) \(time)"
  }

  /// Returns the nanoseconds in `2026-01-31 12:00:00.123456789 +0000`.
  private static func fraction(of time: String) -> Int64 {
    guard let point = time.firstIndex(of: ".") else { return 0 }
    let digits = time[time.index(after: point)...].prefix { $0.isWholeNumber }
    return digits.utf8.count == 9 ? Int64(digits) ?? 0 : 0
  }

  /// Returns a path without what leads nowhere.
  static func plain(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Returns a name as it can stand in a line.
  ///
  /// - Source: POSIX printf(1), `%b`.
  static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") }) else { return name }
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      guard byte < 0x20 || byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      let digits = String(byte, radix: 8)
      bytes += "\\0\(String(repeating: "0", count: 3 - digits.utf8.count))\(digits)".utf8
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
