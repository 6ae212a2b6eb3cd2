/// Text and tables of HTML.
enum HTML {
  /// Escapes text for an element or a quoted attribute.
  static func text(_ text: String) -> String {
    var escaped = ""
    for scalar in DisplayWidth.printable(text).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  static func table(_ table: ReportTable) -> String {
    let classes = table.columns.map { $0.isNumeric ? " class=\"n\"" : "" }
    let titles = zip(table.columns, classes).map { column, kind in
      "<th scope=\"col\"\(kind)>\(text(column.title))</th>"
    }
    let rows = table.rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, cell in
        let isBest = table.best.contains(ReportTable.Place(row: index, column: column))
        let text = text(cell)
        return "<td\(classes[column])>\(isBest ? "<b>\(text)</b>" : text)</td>"
      }
      return "<tr>" + cells.joined() + "</tr>\n"
    }
    return "<div class=\"scroll\"><table>\n<thead><tr>\(titles.joined())</tr></thead>\n<tbody>\n"
      + rows.joined() + "</tbody>\n</table></div>\n"
  }
}
