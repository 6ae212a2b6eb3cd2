internal import HostIO

/// The checksum that `cksum` prints on every machine.
///
/// - Source: POSIX.1-2017, cksum.
struct CheckSum {
  /// By the place of a byte before the last one, what it adds.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var rest = UInt32(byte) << 24
      for _ in 0..<8 { rest = rest & 0x8000_0000 != 0 ? rest << 1 ^ 0x04C1_1DB7 : rest << 1 }
      tables[byte] = rest
    }
    for place in 256..<(8 * 256) {
      let before = tables[place - 256]
      tables[place] = before << 8 ^ tables[Int(before >> 24)]
    }
    return tables
  }()

  private var rest: UInt32 = 0
  private var count = 0

  /// Returns that of a file's first bytes; nil where there are not so many.
  static func of(_ path: String, count: Int) throws(SystemError) -> UInt32? {
    var sum = CheckSum()
    var left = count
    _ = try Files.read(path) { piece in
      let bytes = min(left, piece.count)
      if bytes > 0 { sum.add(UnsafeRawBufferPointer(rebasing: piece[..<bytes])) }
      left -= bytes
    }
    return left == 0 ? sum.value : nil
  }

  /// - Cost: eight bytes a step.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    var rest = rest
    var place = 0
    CheckSum.tables.withUnsafeBufferPointer { tables in
      while place + 8 <= bytes.count {
        let high = rest ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self).bigEndian
        let low = bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self).bigEndian
        let first =
          tables[7 * 256 + Int(high >> 24)] ^ tables[6 * 256 + Int(high >> 16 & 255)]
          ^ tables[5 * 256 + Int(high >> 8 & 255)] ^ tables[4 * 256 + Int(high & 255)]
        rest =
          first ^ tables[3 * 256 + Int(low >> 24)] ^ tables[2 * 256 + Int(low >> 16 & 255)]
          ^ tables[256 + Int(low >> 8 & 255)] ^ tables[Int(low & 255)]
        place += 8
      }
      while place < bytes.count {
        rest = rest << 8 ^ tables[Int(rest >> 24) ^ Int(bytes[place])]
        place += 1
      }
    }
    self.rest = rest
  }

  var value: UInt32 {
    var rest = rest
    var length = count
    while length > 0 {
      rest = rest << 8 ^ CheckSum.tables[Int(rest >> 24) ^ (length & 255)]
      length >>= 8
    }
    return ~rest
  }
}
