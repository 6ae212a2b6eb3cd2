/// How text fills a terminal.
package enum DisplayWidth {
  /// Returns the columns that a text takes: two for East Asian wide characters and pictures.
  package static func of(_ text: String) -> Int {
    // Nearly all text is so, and finding characters takes many times as long.
    isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200D: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF: return 2
    case 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF: return 2
    case 0x20000...0x3FFFD: return 2
    default: return 1
    }
  }

  /// Replaces control characters, so that no text can steer the terminal or break a row.
  package static func printable(_ text: String) -> String {
    guard !isPlain(text), text.unicodeScalars.contains(where: isControl) else { return text }
    var printable = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) { printable += " " } else { printable.unicodeScalars.append(scalar) }
    }
    return printable
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Breaks text into lines of at most that many columns: at blanks, behind `-_/,=`, or anywhere.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line: [Character] = []
    for character in text {
      if of(String(line)) + of(character) > width, !line.isEmpty {
        let cut = line.lastIndex { " -_/,=".contains($0) }.map { $0 + 1 } ?? line.count
        lines.append(trimmed(line[..<cut]))
        line.removeFirst(cut)
      }
      if !(line.isEmpty && character == " " && !lines.isEmpty) { line.append(character) }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(trimmed(line[...])) }
    return lines
  }

  private static func trimmed(_ line: ArraySlice<Character>) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
