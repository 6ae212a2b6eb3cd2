/// The few forms of Markdown that a manual needs.
enum Markdown {
  static func code(_ text: String, _ language: String = "text") -> String {
    "```\(language)\n\(text)\n```"
  }

  /// Returns a text with the characters escaped that would be read as markup.
  static func prose(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "<" || character == "*" || character == "\\" { escaped += "\\" }
      escaped.append(character)
    }
    return escaped
  }

  /// Returns the paragraphs of a help text; runs of indented lines become code.
  static func paragraphs(_ text: String) -> [String] {
    var runs: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let last = runs.count - 1
      let continues = runs[last].first.map { isIndented($0) == isIndented(line) } ?? true
      if line.isEmpty {
        runs.append([])
      } else if continues {
        runs[last].append(line)
      } else {
        runs.append([line])
      }
    }
    return runs.filter { !$0.isEmpty }.map { lines in
      let text = lines.joined(separator: "\n")
      return isIndented(lines[0]) ? code(text) : prose(text)
    }
  }

  private static func isIndented(_ line: Substring) -> Bool { line.utf8.first == UInt8(ascii: " ") }
}
