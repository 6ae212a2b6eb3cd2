extension Report {
  /// Returns the report in Markdown with the tables of GitHub.
  package var markdown: String {
    var blocks = ["# " + Markdown.text(input.title)]
    blocks.append(
      Markdown.text("\(summary) · campaign \(input.campaign) · \(input.generated)"))
    if let constantsLine { blocks.append("Everywhere: " + Markdown.text(constantsLine)) }
    if !remarks.isEmpty { blocks.append(Markdown.text(remarks.joined(separator: " "))) }
    if !groups.isEmpty { blocks += ["## Comparison", Markdown.table(pivotTable)] }
    if !unfinished.isEmpty {
      blocks += ["## Not done (\(unfinished.count))", Markdown.table(unfinishedTable)]
    }
    blocks += ["## Every attempt (\(input.rows.count))", Markdown.table(attemptTable)]
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

/// Text and tables of Markdown.
private enum Markdown {
  /// Escapes what would be markup, a cell's end or HTML.
  static func text(_ text: String) -> String {
    var escaped = ""
    for scalar in DisplayWidth.printable(text).unicodeScalars {
      switch scalar {
      case "\\", "|", "*", "`", "[", "]", "#": escaped += "\\\(scalar)"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  static func table(_ table: ReportTable) -> String {
    let titles = row(table.columns.map { text($0.title) })
    let rule = row(table.columns.map { $0.isNumeric ? "---:" : ":---" })
    let rows = table.rows.map { row($0.map(text)) }
    return ([titles, rule] + rows).joined(separator: "\n")
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
