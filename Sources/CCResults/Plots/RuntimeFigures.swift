/// Bars of the time that each combination took, with the spread over repeats.
enum RuntimeFigures {
  /// More bars than this go into a further figure.
  private static let limit = 40
  /// More bars than this are left to the table, which the note says.
  private static let bound = 240

  private struct Bar {
    let label: String
    let family: String
    let statistics: Statistics
  }

  static func figures(of report: Report) -> [Figure] {
    let metrics: [ReportMetric] = [.init(source: .seconds), .init(source: .timer("total"))]
    for metric in metrics {
      let bars = bars(of: report, metric: metric)
      let note = note(report, bars: bars.count)
      if !bars.isEmpty { return figures(Array(bars.prefix(bound)), note: note) }
    }
    return []
  }

  private static func bars(of report: Report, metric: ReportMetric) -> [Bar] {
    report.groups.compactMap { group in
      group.statistics(of: metric).map {
        Bar(label: report.label(of: group), family: group.values.first ?? "", statistics: $0)
      }
    }
  }

  private static func note(_ report: Report, bars: Int) -> String? {
    let absent = report.groups.count - bars
    let missing = absent > 0 ? "Combinations without a finished run, not drawn: \(absent)." : nil
    let rest =
      bars > bound ? "The first \(bound) of \(bars) combinations; the table has all." : nil
    return [report.spreadNote(as: "whiskers"), missing, rest].joinedSentences
  }

  private static func figures(_ bars: [Bar], note: String?) -> [Figure] {
    let parts = stride(from: 0, to: bars.count, by: limit).map {
      Array(bars[$0..<min($0 + limit, bars.count)])
    }
    let families = bars.map(\.family).reduce(into: [String]()) { families, family in
      if !families.contains(family) { families.append(family) }
    }
    return parts.enumerated().map { index, part in
      let suffix = parts.count > 1 ? " (\(index + 1) of \(parts.count))" : ""
      let name = "runtime" + (index > 0 ? "-\(index + 1)" : "")
      return Figure(
        name: name, title: "Runtime" + suffix, note: note,
        script: script(part, families: families))
    }
  }

  private static func script(_ bars: [Bar], families: [String]) -> String {
    let ends = bars.map { $0.statistics.mean + ($0.statistics.sd ?? 0) }
    let format = MetricColumn(bars.map(\.statistics))
    let texts = bars.map { format.text($0.statistics, expected: $0.statistics.count) }
    let labels = bars.map { Gnuplot.short($0.label) }
    let tics = labels.enumerated().map { Gnuplot.tic($1, at: "\(-$0)") }
    var lines = Gnuplot.opening(width: 760, height: 96 + 25 * bars.count, grid: "xtics")
    lines += [
      "set xlabel 'runtime (s)'",
      "set xrange [0:\(Gnuplot.number((ends.max() ?? 1) * room(labels, texts)))]",
      "set yrange [\(-bars.count):1]", "set ytics (\(tics.joined(separator: ", "))) scale 0",
    ]
    for (index, text) in texts.enumerated() {
      lines.append(
        "set label \(Gnuplot.quoted(text)) at \(Gnuplot.number(ends[index])),\(-index)"
          + " left offset 0.8,0 font ',12'")
    }
    return (lines + plot(bars, families: families)).joined(separator: "\n") + "\n"
  }

  /// How much longer than the longest bar the axis is, so that the numbers fit behind the bars.
  private static func room(_ labels: [String], _ texts: [String]) -> Double {
    let axis = max(700 - 7 * Double(labels.map(DisplayWidth.of).max() ?? 0), 200)
    let text = 20 + 7.2 * Double(texts.map(DisplayWidth.of).max() ?? 0)
    return axis / max(axis - text, 60)
  }

  private static func plot(_ bars: [Bar], families: [String]) -> [String] {
    var blocks: [String] = []
    var clauses: [String] = []
    for (index, family) in families.enumerated() {
      let rows = bars.enumerated().filter { $0.element.family == family }
        .map { [-Double($0.offset), $0.element.statistics.mean] }
      guard !rows.isEmpty else { continue }
      blocks += Gnuplot.block("bars\(index)", rows)
      clauses.append(
        "$bars\(index) using ($2/2):1:($2/2):(0.34) with boxxyerror fs solid 0.8 noborder"
          + " lc rgb \(Palette.colour(index))")
    }
    let spreads = bars.enumerated().compactMap { index, bar in
      bar.statistics.sd.map { [-Double(index), bar.statistics.mean, $0] }
    }
    if !spreads.isEmpty {
      blocks += Gnuplot.block("spread", spreads)
      clauses.append("$spread using 2:1:3 with xerrorbars pt 0 ps 0 lw 1.2 lc rgb 'black'")
    }
    return blocks + ["plot " + clauses.joined(separator: ", \\\n  ")]
  }
}
