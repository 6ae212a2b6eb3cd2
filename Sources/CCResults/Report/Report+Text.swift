extension Report {
  /// Returns the report for a terminal of that many columns.
  package func text(width: Int = 100) -> String {
    var lines = heading(width: width) + [""] + GridWriter(pivotTable, width: width).lines
    if groups.isEmpty { lines = heading(width: width) }
    if !unfinished.isEmpty {
      lines += ["", "Not done (\(unfinished.count)):"]
      lines += GridWriter(unfinishedTable, width: width).lines
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(width: Int) -> [String] {
    var sentences = [input.title, "\(summary) · campaign \(input.campaign) · \(input.generated)"]
    if let constantsLine { sentences.append("Everywhere: \(constantsLine)") }
    return (sentences + remarks).flatMap {
      DisplayWidth.wrapped(DisplayWidth.printable($0), to: max(width, 20))
    }
  }
}
