/// Lines with their spread over a numeric axis, in one panel or in small multiples.
struct LineChart {
  struct Point {
    let x: Double
    let mean: Double
    let sd: Double?
  }

  struct Line {
    /// What tells it from the lines beside it, slowest axis first.
    let words: [String]
    let points: [Point]
  }

  let name: String
  let xLabel: String
  let yLabel: String
  /// At most ``bound``.
  let lines: [Line]
  /// Whether the spread is a band, for dense series, or whiskers.
  var hasBands = false
  /// Whether there are too many points to mark each.
  var isDense = false
  /// The values that were swept, or none for automatic tics.
  var xTics: [Double] = []
  /// Whether no value may be drawn beyond one, as for accuracies.
  var isFraction = false
  /// Where the line x / ideal is drawn as well; both axes grow by factors then.
  var ideal: Double?

  /// More lines are left to the table.
  static let bound = 96

  /// Returns the lines that are drawn, and what to say where those are not all.
  static func bounded(_ lines: [Line]) -> (drawn: [Line], note: String?) {
    let note =
      lines.count > bound ? "The first \(bound) of \(lines.count) lines; the table has all." : nil
    return (Array(lines.prefix(bound)), note)
  }

  /// Returns the chart as a figure.
  func figure(title: String, note: String?) -> Figure {
    let panels = LinePanel.panels(of: lines)
    let columns = panels.count > 1 ? 2 : 1
    let rows = (panels.count + columns - 1) / columns
    let legend =
      panels.map { panel in
        let labels = panel.members.map { panel.label(of: lines[$0]) }
        return Gnuplot.legendRows(labels, width: 760 / columns)
      }.max() ?? 1
    let height = (columns == 1 ? 360 : 290) + 22 * legend
    return Figure(
      name: name, title: title, note: note, width: 800, height: rows * height,
      drawing: drawing(panels, columns: columns, rows: rows))
  }

  private func drawing(_ panels: [LinePanel], columns: Int, rows: Int) -> String {
    var script = Gnuplot.opening(grid: "xtics ytics") + axes
    for (index, line) in lines.enumerated() {
      let rows = line.points.map { [$0.x, $0.mean, $0.sd ?? 0] }
      script += Gnuplot.block("line\(index)", rows)
    }
    if panels.count > 1 { script.append("set multiplot layout \(rows),\(columns)") }
    let labels = LinePanel.distinctLabels(of: panels, lines: lines)
    for panel in panels { script += plot(panel, labels: labels) }
    if panels.count > 1 { script.append("unset multiplot") }
    return Gnuplot.script(script)
  }
}

extension LineChart {
  private var axes: [String] {
    var lines = [
      "set xlabel \(Gnuplot.quoted(xLabel))", "set ylabel \(Gnuplot.quoted(yLabel))",
      "set xrange [\(xRange)]", "set yrange [\(range)]",
      Gnuplot.legend,
    ]
    if isLogarithmic { lines.append("set logscale x") }
    if ideal != nil { lines.append("set logscale y") }
    if !xTics.isEmpty, xTics.count <= 12 {
      lines.append("set xtics (\(xTics.map(Gnuplot.number).joined(separator: ", ")))")
    }
    return lines
  }

  private var xRange: String {
    let values = lines.flatMap { $0.points.map(\.x) }
    guard let low = values.min(), let high = values.max(), low < high else { return "*:*" }
    let factor = (high / low).squareRoot().squareRoot().squareRoot().squareRoot()
    let pad = (high - low) * (hasBands ? 0.015 : 0.05)
    let ends = isLogarithmic ? [low / factor, high * factor] : [low - pad, high + pad]
    return ends.map(Gnuplot.number).joined(separator: ":")
  }

  /// One range for all panels, so that they can be compared.
  private var range: String {
    let points = lines.flatMap(\.points)
    guard ideal == nil else { return "*:*" }
    let low = points.map { $0.mean - ($0.sd ?? 0) }.min() ?? 0
    let high = points.map { $0.mean + ($0.sd ?? 0) }.max() ?? 1
    let pad = max((high - low) * 0.06, abs(high) * 1e-3, 1e-9)
    let isPositive = points.allSatisfy { $0.mean >= 0 }
    let bottom = isPositive ? max(0, low - pad) : low - pad
    let isWithinOne = isFraction && points.allSatisfy { $0.mean <= 1 }
    // A little above one, so that a line at one is not hidden by the edge.
    let top = isWithinOne ? min(1.005, high + pad) : high + pad
    return "\(Gnuplot.number(bottom)):\(Gnuplot.number(top))"
  }

  /// Values that grow by factors rather than by steps.
  private var isLogarithmic: Bool {
    let values = xTics.sorted()
    if ideal != nil { return true }
    guard values.count > 2, let least = values.first, least > 0 else { return false }
    let gaps = zip(values, values.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    return (gaps.max() ?? 1) / (gaps.min() ?? 1) >= 4
  }

  private func plot(_ panel: LinePanel, labels: [String]) -> [String] {
    let title = panel.title.map { "set title \(Gnuplot.quoted(Gnuplot.short($0)))" }
    // The same label looks the same in each panel, as far as there are looks enough.
    let styles = panel.members.enumerated().map { index, member in
      labels.count <= Palette.limit
        ? labels.firstIndex(of: panel.label(of: lines[member])) ?? index : index
    }
    var clauses: [String] = []
    for (style, member) in zip(styles, panel.members) where hasBands {
      guard lines[member].points.contains(where: { ($0.sd ?? 0) > 0 }) else { continue }
      clauses.append(
        "$line\(member) using 1:($2-$3):($2+$3) with filledcurves notitle"
          + " fs transparent solid 0.16 noborder lc rgb \(Palette.colour(style))")
    }
    for (style, member) in zip(styles, panel.members) {
      let label = Gnuplot.quoted(Gnuplot.short(panel.label(of: lines[member])))
      clauses += clause(lines[member], "$line\(member)", style: style, label: label)
    }
    if let ideal {
      clauses.append("x / \(Gnuplot.number(ideal)) with lines lw 1 dt 1 lc rgb '#7F7F7F' notitle")
    }
    return [title, Gnuplot.plot(clauses)].compactMap(\.self)
  }

  private func clause(_ line: Line, _ data: String, style: Int, label: String) -> [String] {
    if hasBands || isDense, line.points.count > 30 {
      return ["\(data) using 1:2 with lines \(Palette.line(style)) title \(label)"]
    }
    let look = "\(Palette.line(style)) \(Palette.point(style))"
    let marks = "\(data) using 1:2 with linespoints \(look) title \(label)"
    guard !hasBands, line.points.contains(where: { ($0.sd ?? 0) > 0 }) else { return [marks] }
    let whiskers =
      "\(data) using 1:2:3 with yerrorbars pt 0 ps 0 lw 1.2 dt 1"
      + " lc rgb \(Palette.colour(style)) notitle"
    return [whiskers, marks]
  }
}
