extension Report {
  /// Returns the tables in LaTeX, to be put into a paper with `\input`.
  ///
  /// - Shape: needs the package booktabs; tables of more than forty rows need longtable too.
  package var latex: String {
    let blocks = sections.enumerated().map { index, section in
      LaTeX.table(
        section, caption: caption(of: section), label: label(of: section, number: index))
    }
    let opening = [
      "% \(LaTeX.comment(input.title)): \(LaTeX.comment(summary)), \(input.generated)",
      "% \\usepackage{booktabs}"
        + (sections.contains { LaTeX.isLong($0.table) } ? " \\usepackage{longtable}" : ""),
    ]
    let warnings = warnings.map { "% warning: \(LaTeX.comment($0))" }
    return ((opening + warnings).joined(separator: "\n") + "\n\n" + blocks.joined(separator: "\n"))
  }

  private func caption(of section: ReportSection) -> String {
    guard section.kind == .comparison else {
      return ([section.title + "."] + section.notes).joined(separator: " ")
    }
    let title = spec.caption ?? input.title + "."
    let everywhere = constantsLine.map { "Everywhere: \($0)." }
    let warning =
      warnings.isEmpty ? nil : "Warning: " + warnings.joined(separator: "; ") + "."
    let own = spec.caption == nil ? [everywhere].compactMap(\.self) + remarks : []
    return ([title] + own + [warning].compactMap(\.self) + section.notes).joined(separator: " ")
  }

  private func label(of section: ReportSection, number: Int) -> String {
    let name = spec.label ?? "tab:" + LaTeX.plain(input.campaign)
    return section.kind == .comparison ? name : "\(name)-\(number + 1)"
  }
}

/// Text and tables of LaTeX.
enum LaTeX {
  private static let mostRows = 40

  static func isLong(_ table: ReportTable) -> Bool { table.rows.count > mostRows }

  /// Escapes what would be a command.
  static func text(_ text: String) -> String {
    var escaped = ""
    for scalar in DisplayWidth.printable(text).unicodeScalars {
      switch scalar {
      case "&", "%", "$", "#", "_", "{", "}": escaped += "\\\(scalar)"
      case "\\": escaped += "\\textbackslash{}"
      case "~": escaped += "\\textasciitilde{}"
      case "^": escaped += "\\textasciicircum{}"
      case "<": escaped += "\\textless{}"
      case ">": escaped += "\\textgreater{}"
      case "|": escaped += "\\textbar{}"
      case "\"": escaped += "\\textquotedbl{}"
      case "±": escaped += "\\ensuremath{\\pm}"
      case "–": escaped += "--"
      case "·": escaped += "\\textperiodcentered{}"
      case "…": escaped += "\\ldots{}"
      case "µ": escaped += "\\ensuremath{\\mu}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A line of its own, whatever stands in it.
  static func comment(_ text: String) -> String { DisplayWidth.printable(text) }

  /// Letters, digits and `-`, as labels have them.
  static func plain(_ text: String) -> String {
    let bytes = text.utf8.map { byte in
      UnicodeScalar(byte).properties.isAlphabetic && byte < 128
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? byte : UInt8(ascii: "-")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func table(_ section: ReportSection, caption: String, label: String) -> String {
    let table = section.table
    let format = table.columns.map { $0.isNumeric ? "r" : "l" }.joined()
    let titles = row(table.columns.map { text($0.title) })
    let rows = table.rows.enumerated().map { index, cells in
      row(
        cells.enumerated().map { column, cell in
          table.best.contains(ReportTable.Place(row: index, column: column))
            ? "\\textbf{\(text(cell))}" : text(cell)
        })
    }
    let titled = ["\\caption{\(text(caption))}", "\\label{\(text(label))}"]
    if isLong(table) {
      return lines(
        ["\\begin{longtable}{\(format)}", titled.joined() + "\\\\", "\\toprule", titles]
          + ["\\midrule", "\\endhead", "\\bottomrule", "\\endfoot"] + rows + ["\\end{longtable}"])
    }
    return lines(
      ["\\begin{table}", "\\centering"] + titled
        + ["\\begin{tabular}{\(format)}", "\\toprule", titles, "\\midrule"] + rows
        + ["\\bottomrule", "\\end{tabular}", "\\end{table}"])
  }

  private static func row(_ cells: [String]) -> String {
    cells.joined(separator: " & ") + " \\\\"
  }

  private static func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
