/// A place in one of the user's files.
///
/// - Units: line and column count from one; a column is a character.
package struct SourcePosition: Hashable, Sendable {
  /// The file as the user named it, or a layer such as `--attributes`.
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourcePosition: CustomStringConvertible {
  package var description: String { "\(file):\(line):\(column)" }
}

extension SourcePosition {
  /// Finds line and column of a byte offset; done only when a message needs them.
  ///
  /// - Cost: O(offset).
  package init(file: String, offset: Int, in bytes: [UInt8]) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {  // Continuation bytes of UTF-8 are no characters.
        column += 1
      }
    }
    self.init(file: file, line: line, column: column)
  }
}
