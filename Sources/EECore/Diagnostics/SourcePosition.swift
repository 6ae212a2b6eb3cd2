/// A place in one of the user's files.
///
/// - Units: line and column count from one; a column is a character.
package struct SourcePosition: Hashable, Sendable {
  private let name: SourceName
  // Files have a place for each of their values: these are half of what numbers usually take.
  private let lineNumber: UInt32
  private let columnNumber: UInt32

  package init(file: String, line: Int, column: Int) {
    self.init(SourceName(file), line: line, column: column)
  }

  init(_ name: SourceName, line: Int, column: Int) {
    self.name = name
    lineNumber = UInt32(clamping: line)
    columnNumber = UInt32(clamping: column)
  }

  /// The file as the user named it, or a layer such as `--attributes`.
  package var file: String { name.text }
  package var line: Int { Int(lineNumber) }
  package var column: Int { Int(columnNumber) }

  /// Returns the place that is some characters further in the same line.
  func moved(by characters: Int) -> SourcePosition {
    SourcePosition(name, line: line, column: column + characters)
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
