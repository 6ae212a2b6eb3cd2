internal import HostIO

/// Reads the entries of an archive as the `tar` of other machines write them.
///
/// - Source: POSIX.1-2001 ustar and pax; GNU names that are too long.
struct TarReader {
  struct Entry: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case file
      case directory
      case link(target: String)
      /// The same file as an earlier entry.
      case hardLink(target: String)
      case other
    }

    let name: String
    let kind: Kind
    /// Where its bytes stand in the file.
    let offset: Int
    let size: Int
    let isExecutable: Bool
    /// Nanoseconds since 1970.
    let modified: Int64
  }

  /// What an entry of its own says about the next one.
  private struct Extras {
    var name: String?
    var target: String?
    var size: Int?
    var modified: Int64?
  }

  private static let zero = [UInt8](repeating: 0, count: TarWriter.block)

  private let path: String
  private var offset: Int

  /// Reads a file from an offset on.
  init(_ path: String, from offset: Int) {
    self.path = path
    self.offset = offset
  }

  /// Returns the next entry; nil behind the last.
  ///
  /// - Throws: ``SystemError`` where the archive is cut off or none.
  mutating func next() throws(SystemError) -> Entry? {
    var extras = Extras()
    while true {
      let header = try Files.part(of: path, at: offset, count: TarWriter.block)
      guard header != Self.zero else { return nil }
      guard header.count == TarWriter.block, Self.isWhole(header),
        let size = extras.size ?? Self.number(header[124..<136]), size >= 0, size < 1 << 56
      else { throw SystemError("cannot read the archive in", path, code: 74) }
      let content = offset + TarWriter.block
      offset = content + (size + TarWriter.block - 1) / TarWriter.block * TarWriter.block
      switch header[156] {
      case UInt8(ascii: "L"): extras.name = try text(at: content, size)
      case UInt8(ascii: "K"): extras.target = try text(at: content, size)
      case UInt8(ascii: "x"): try read(into: &extras, at: content, size)
      case UInt8(ascii: "g"): break
      default: return entry(header, extras, at: content, size)
      }
    }
  }

  private func entry(
    _ header: [UInt8], _ extras: Extras, at offset: Int, _ size: Int
  ) -> Entry {
    let isPOSIX = header[257..<263].elementsEqual("ustar\u{0}".utf8)
    let prefix = isPOSIX ? Self.text(header[345..<500]) : ""
    let short = Self.text(header[0..<100])
    let target = extras.target ?? Self.text(header[157..<257])
    let kind: Entry.Kind =
      switch header[156] {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
      case UInt8(ascii: "1"): .hardLink(target: target)
      case UInt8(ascii: "2"): .link(target: target)
      case UInt8(ascii: "5"): .directory
      default: .other
      }
    return Entry(
      name: extras.name ?? (prefix.isEmpty ? short : "\(prefix)/\(short)"), kind: kind,
      offset: offset, size: size,
      isExecutable: (Self.number(header[100..<108]) ?? 0) & 0o100 != 0,
      modified: extras.modified ?? Self.time(Double(Self.number(header[136..<148]) ?? 0)))
  }

  private func text(at offset: Int, _ size: Int) throws(SystemError) -> String {
    Self.text(try Files.part(of: path, at: offset, count: min(size, 1 << 16))[...])
  }

  /// Reads `LENGTH KEY=VALUE` lines.
  private func read(into extras: inout Extras, at offset: Int, _ size: Int) throws(SystemError) {
    var rest = try Files.part(of: path, at: offset, count: min(size, 1 << 20))[...]
    while let blank = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      length > blank - rest.startIndex + 1, length <= rest.count
    {
      let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
      rest = rest.dropFirst(length)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = String(decoding: record[(equals + 1)...], as: UTF8.self)
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": extras.name = value
      case "linkpath": extras.target = value
      case "size": extras.size = Int(value)
      case "mtime": extras.modified = Double(value).map(Self.time)
      default: break
      }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Reads octal digits, or binary behind a mark.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    if let first = field.first, first & 0x80 != 0 {
      guard field.dropFirst().dropLast(7).allSatisfy({ $0 == 0 }) else { return nil }
      return field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  /// Returns nanoseconds; what no clock says is no time.
  private static func time(_ seconds: Double) -> Int64 {
    seconds >= 0 && seconds < 1e10 ? Int64(seconds * 1_000_000_000) : 0
  }

  private static func isWhole(_ header: [UInt8]) -> Bool {
    let sum = header.enumerated().reduce(0) { sum, byte in
      sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
    }
    return number(header[148..<156]) == sum
  }
}
