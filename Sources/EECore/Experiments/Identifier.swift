/// Turns any text into the name of an experiment's directory.
package enum Identifier {
  /// Bytes that every file system and tool takes in a name.
  static let limit = 200

  /// Returns the name: bytes that names do not allow as `@HH`, long ones cut with a hash.
  ///
  /// - Shape: 1 to 200 bytes of `A–Z a–z 0–9 . _ - + = , @`, not beginning with `-` or `.`.
  package static func escaped(_ text: [UInt8]) -> String {
    String(decoding: bytes(text), as: UTF8.self)
  }

  /// Returns the name as its bytes, all of them ASCII.
  static func bytes(_ text: [UInt8]) -> [UInt8] {
    // Nearly all names are as they are.
    if let first = text.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "."),
      text.count <= limit, text.allSatisfy(isAllowed)
    {
      return text
    }
    var name: [UInt8] = []
    name.reserveCapacity(text.count)
    for byte in text {
      let leads = name.isEmpty && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."))
      if isAllowed(byte) && !leads {
        name.append(byte)
      } else {
        name.append(UInt8(ascii: "@"))
        name.append(hexDigit(byte >> 4))
        name.append(hexDigit(byte & 15))
      }
    }
    if name.isEmpty { name = Array("@".utf8) }
    if name.count > limit { name = cut(name, hashOf: text) }
    return name
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","):
      true
    default: false
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  private static func cut(_ name: [UInt8], hashOf text: [UInt8]) -> [UInt8] {
    let hash = Fingerprint(text).text.prefix(16)
    return Array(name.prefix(limit - hash.utf8.count - 1)) + Array("-\(hash)".utf8)
  }
}
