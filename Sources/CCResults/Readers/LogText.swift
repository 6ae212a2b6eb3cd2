/// What the readers of log lines share.
enum LogText {
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Returns bytes as text that is safe on a terminal: bad UTF-8 repaired, no control characters.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let printable = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    if printable { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
  }

  /// Returns a finite decimal number; neither hexadecimal nor `nan`.
  static func number(_ text: some StringProtocol) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): true
      case UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"): true
      default: false
      }
    }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// Returns where a word begins, searching forward.
  static func index(of word: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = word.first, bytes.count >= word.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - word.count)).first { start in
      bytes[start] == first && bytes[start..<(start + word.count)].elementsEqual(word)
    }
  }

  /// Returns what follows a word, or nil where the word is missing.
  static func rest(after word: [UInt8], in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    index(of: word, in: bytes).map { bytes[($0 + word.count)...] }
  }
}
