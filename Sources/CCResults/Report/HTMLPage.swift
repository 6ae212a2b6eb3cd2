/// The report as one file that needs nothing else: no network, no script.
package struct HTMLPage: Hashable, Sendable {
  package private(set) var text = ""
  /// Why a figure is missing, one sentence each; the page says so as well.
  package private(set) var problems: [String] = []

  /// Draws with the closure, which returns a figure as SVG.
  package init(_ report: Report, draw: (Figure) throws -> [UInt8]) {
    var figures = ""
    for (index, figure) in report.figures.enumerated() {
      figures += figureBlock(figure, number: index + 1, draw: draw)
    }
    text =
      opening(report) + report.sections.map(block).joined()
      + (figures.isEmpty ? "" : "<h2>Figures</h2>\n" + figures)
      + block(report.attemptSection(upTo: Report.attemptLimit)) + "</body>\n</html>\n"
  }

  private mutating func figureBlock(
    _ figure: Figure, number: Int, draw: (Figure) throws -> [UInt8]
  ) -> String {
    let drawing = drawing(figure, draw: draw)
    let note = figure.note.map { " <span>\(HTML.text($0))</span>" } ?? ""
    return "<figure>\n\(drawing)\n<figcaption><b>Figure \(number).</b> "
      + "\(HTML.text(figure.title)).\(note)</figcaption>\n</figure>\n"
  }

  private mutating func drawing(
    _ figure: Figure, draw: (Figure) throws -> [UInt8]
  ) -> String {
    var reason = "gnuplot printed no drawing"
    do {
      let svg = try draw(figure)
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
  lines += report.warnings.map { "<p class=\"bad\"><b>Warning:</b> \(HTML.text($0))</p>" }
  lines += report.remarks.map { "<p class=\"soft\">\(HTML.text($0))</p>" }
  return lines.joined(separator: "\n") + "\n"
}

private func block(_ section: ReportSection) -> String {
  let notes = section.notes.map { "<p class=\"soft\">\(HTML.text($0))</p>\n" }.joined()
  let title = "<h2>\(HTML.text(section.title))</h2>\n"
  let table = HTML.table(section.table)
  switch section.kind {
  case .unfinished, .unverified:
    return "<section class=\"bad\">\n" + title + notes + table + "</section>\n"
  case .comparison, .leaderboard, .scaling: return title + notes + table
  case .attempts:
    return "<details>\n<summary>\(HTML.text(section.title))</summary>\n" + notes + table
      + "</details>\n"
  }
}
