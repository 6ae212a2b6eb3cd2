extension Report {
  /// Rows of every attempt that a page for people shows; the CSV has all.
  static let attemptLimit = 2000

  /// Returns the report in Markdown with the tables of GitHub.
  package var markdown: String {
    var blocks = ["# " + Markdown.text(input.title)]
    blocks.append(
      Markdown.text("\(summary) · campaign \(input.campaign) · \(input.generated)"))
    if let constantsLine { blocks.append("Everywhere: " + Markdown.text(constantsLine)) }
    if !warnings.isEmpty {
      blocks.append(warnings.map { "* **Warning:** " + Markdown.text($0) }.joined(separator: "\n"))
    }
    if !remarks.isEmpty { blocks.append(Markdown.text(remarks.joined(separator: " "))) }
    for section in sections + [attemptSection(upTo: Report.attemptLimit)] {
      blocks.append("## " + Markdown.text(section.title))
      if !section.notes.isEmpty {
        blocks.append(Markdown.text(section.notes.joined(separator: " ")))
      }
      blocks.append(Markdown.table(section.table))
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

/// Text and tables of Markdown.
enum Markdown {
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
    let rows = table.rows.enumerated().map { index, cells in
      row(
        cells.enumerated().map { column, cell in
          table.best.contains(ReportTable.Place(row: index, column: column))
            ? "**\(text(cell))**" : text(cell)
        })
    }
    return ([titles, rule] + rows).joined(separator: "\n")
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
