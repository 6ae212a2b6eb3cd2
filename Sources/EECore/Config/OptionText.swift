internal import EETemplate

/// Splits option values that hold several assignments.
enum OptionText {
  /// Returns the parts between separators that a `NAME=` follows, outside brackets and quotes.
  static func assignments(in text: String, separatedBy separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var quote: Character?
    var previous: Character = separator
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        // An apostrophe within a word is one.
        if "=[{,: ".contains(previous) { quote = character }
      } else if character == "[" || character == "{" {
        depth += 1
      } else if character == "]" || character == "}" {
        depth = max(0, depth - 1)
      } else if character == separator, depth == 0,
        beginsWithAssignment(text[text.index(after: index)...])
      {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
      previous = character
    }
    parts.append(text[start...])
    return parts.map { trimmed($0) }.filter { !$0.isEmpty || parts.count == 1 }
  }

  private static func beginsWithAssignment(_ text: Substring) -> Bool {
    let rest = text.drop { $0 == " " }
    let name = rest.utf8.prefix { FrameName.allows($0) || $0 == UInt8(ascii: ".") }
    return !name.isEmpty && rest.utf8[name.endIndex...].first == UInt8(ascii: "=")
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
