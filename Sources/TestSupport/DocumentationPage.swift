package import HostIO

/// A page of the documentation, whose examples tests run.
package enum DocumentationPage {
  /// A block of the page that is a whole file, because its first line says so.
  package struct Example: Sendable {
    /// Of the page, from one.
    package let line: Int
    package let text: String
    /// Those of its first line behind the mark.
    package let words: [String]
  }

  /// Returns the blocks in a language whose first line is a comment that begins with a word.
  ///
  /// - Throws: ``SystemError`` where the page cannot be read.
  package static func examples(
    of page: String, in language: String = "yaml", marked mark: String, file: String = #filePath
  ) throws(SystemError) -> [Example] {
    let root = file.split(separator: "/").dropLast(3).joined(separator: "/")
    let text = String(decoding: try Files.read("/\(root)/docs/\(page)"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.indices.compactMap { index in
      guard lines[index] == "```\(language)", lines[index + 1].hasPrefix("# \(mark)") else {
        return nil
      }
      let block = lines[(index + 1)...].prefix { $0 != "```" }
      let words = lines[index + 1].split(separator: " ").map(String.init)
      return Example(
        line: index + 2, text: block.map { $0 + "\n" }.joined(), words: Array(words.dropFirst(2)))
    }
  }
}
