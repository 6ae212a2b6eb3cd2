/// Finds line and column of ever later bytes of one text, in one pass over all of them.
struct LineCounter {
  private let file: String
  private var offset = 0
  private var line = 1
  private var column = 1

  init(file: String) { self.file = file }

  /// Returns the place of a byte, which is not before the one asked for last.
  mutating func position(of target: Int, in bytes: [UInt8]) -> SourcePosition {
    while offset < min(target, bytes.count) {
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if bytes[offset] & 0xC0 != 0x80 {  // Continuation bytes of UTF-8 are no characters.
        column += 1
      }
      offset += 1
    }
    return SourcePosition(file: file, line: line, column: column)
  }
}
