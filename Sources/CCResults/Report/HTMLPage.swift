/// The report as one file that needs nothing else: no network, no script.
package struct HTMLPage: Hashable, Sendable {
  package private(set) var text = ""
  /// Why a figure is missing, one sentence each; the page says so as well.
  package private(set) var problems: [String] = []

  /// Draws with the closure, which runs gnuplot on a script and returns what it printed.
  package init(_ report: Report, gnuplot: (String) throws -> [UInt8]) {
    var figures = ""
    for (index, figure) in report.figures.enumerated() {
      figures += block(figure, number: index + 1, gnuplot: gnuplot)
    }
    text =
      opening(report) + pivot(report) + unfinished(report)
      + (figures.isEmpty ? "" : "<h2>Figures</h2>\n" + figures) + attempts(report)
      + "</body>\n</html>\n"
  }

  private mutating func block(
    _ figure: Figure, number: Int, gnuplot: (String) throws -> [UInt8]
  ) -> String {
    let drawing = drawing(figure, gnuplot: gnuplot)
    let note = figure.note.map { " <span>\(HTML.text($0))</span>" } ?? ""
    return "<figure>\n\(drawing)\n<figcaption><b>Figure \(number).</b> "
      + "\(HTML.text(figure.title)).\(note)</figcaption>\n</figure>\n"
  }

  private mutating func drawing(
    _ figure: Figure, gnuplot: (String) throws -> [UInt8]
  ) -> String {
    var reason = "gnuplot printed no drawing"
    do {
      let svg = try gnuplot(figure.script)
      if let text = SVGFragment.inline(svg, prefix: figure.name, label: figure.title) {
        return text
      }
    } catch {
      reason = "\(error)"
    }
    problems.append("the figure '\(figure.title)' could not be drawn: \(reason)")
    return "<p class=\"bad\">This figure could not be drawn: \(HTML.text(reason))</p>"
  }
}

private func opening(_ report: Report) -> String {
  let title = HTML.text(report.input.title)
  var lines = [
    "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
    "<title>\(title)</title>", "<style>", HTML.style, "</style>", "</head>", "<body>",
    "<h1>\(title)</h1>", "<p>\(HTML.text(report.summary)).</p>",
    "<p class=\"soft\">Campaign \(HTML.text(report.input.campaign)) · "
      + "\(HTML.text(report.input.generated))</p>",
  ]
  if let constants = report.constantsLine {
    lines.append("<p class=\"soft\">Everywhere: \(HTML.text(constants))</p>")
  }
  return lines.joined(separator: "\n") + "\n"
}

private func pivot(_ report: Report) -> String {
  guard !report.groups.isEmpty else { return "" }
  let remarks = report.remarks.map { "<p class=\"soft\">\(HTML.text($0))</p>\n" }
  return "<h2>Comparison</h2>\n" + HTML.table(report.pivotTable) + remarks.joined()
}

private func unfinished(_ report: Report) -> String {
  guard !report.unfinished.isEmpty else { return "" }
  return "<section class=\"bad\">\n<h2>Not done (\(report.unfinished.count))</h2>\n"
    + HTML.table(report.unfinishedTable) + "</section>\n"
}

private func attempts(_ report: Report) -> String {
  "<details>\n<summary>Every attempt (\(report.input.rows.count))</summary>\n"
    + HTML.table(report.attemptTable) + "</details>\n"
}
