/// A plain text of sections, wrapped to a width.
struct HelpText {
  private let width: Int
  private var lines: [String] = []
  /// Labels wider than this have their description on the next line.
  private let widestLabel = 28

  init(width: Int) {
    // Below this, columns of options leave no room for words.
    self.width = max(width, 50)
  }

  var text: String { lines.joined(separator: "\n") }

  mutating func add(line: String) { lines.append(line) }

  /// Adds a text after an empty line, keeping its line breaks and the indents of its lines.
  mutating func add(text: String, indent: Int = 0) {
    if !lines.isEmpty { lines.append("") }
    append(text: text, indent: indent)
  }

  mutating func add(section title: String, text: String) {
    lines += ["", title + ":"]
    append(text: text, indent: 2)
  }

  /// Adds a section of two columns.
  mutating func add(section title: String, rows: [(label: String, text: String)]) {
    guard !rows.isEmpty else { return }
    lines += ["", title + ":"]
    let fitting = rows.map(\.label.count).filter { $0 <= widestLabel }
    let column = (fitting.max() ?? 2) + 4
    for row in rows {
      let described = Self.wrap(row.text, width: width - column)
      let label = "  " + row.label
      let startsBelow = label.count + 2 > column
      if startsBelow { lines.append(label) }
      for (index, line) in described.enumerated() {
        let lead = index == 0 && !startsBelow ? label : ""
        lines.append(lead + Self.blanks(column - lead.count) + line)
      }
    }
  }

  mutating func add(examples: [Example]) {
    guard !examples.isEmpty else { return }
    lines += ["", "Examples:"]
    for example in examples {
      lines.append("  " + example.command)
      for line in Self.wrap(example.meaning, width: width - 6) { lines.append("      " + line) }
    }
  }

  private mutating func append(text: String, indent: Int) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let own = line.prefix { $0 == " " }.count + indent
      let words = line.drop { $0 == " " }
      // A line that fits keeps its inner blanks, which may align a column.
      let wrapped =
        own + words.count <= width
        ? [String(words)] : Self.wrap(String(words), width: width - own)
      lines += wrapped.map { $0.isEmpty ? "" : Self.blanks(own) + $0 }
    }
  }

  /// Breaks a text at blanks; a word that is wider than `width` stands alone.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines.count - 1
      if lines[last].isEmpty {
        lines[last] += word
      } else if lines[last].count + 1 + word.count <= width {
        lines[last] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}
