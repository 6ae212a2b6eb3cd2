extension Report {
  /// Returns the report for a terminal of that many columns.
  package func text(width: Int = 100) -> String {
    var lines = heading(width: width)
    for section in sections {
      lines.append("")
      if section.kind != .comparison { lines += wrapped(section.title + ":", width) }
      lines += section.notes.flatMap { wrapped($0, width) }
      lines += GridWriter(section.table, width: width).lines
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(width: Int) -> [String] {
    var sentences = [input.title, "\(summary) · campaign \(input.campaign) · \(input.generated)"]
    if let constantsLine { sentences.append("Everywhere: \(constantsLine)") }
    return (sentences + remarks).flatMap { wrapped($0, width) }
  }

  private func wrapped(_ text: String, _ width: Int) -> [String] {
    DisplayWidth.wrapped(DisplayWidth.printable(text), to: max(width, 20))
  }
}
