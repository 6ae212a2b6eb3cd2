/// Horizontal bars, one a configuration, each of one part or of several.
struct BarChart {
  struct Bar {
    let label: String
    /// What stands behind it.
    let text: String
    /// The lengths of its parts, in the order of the chart's; NaN where it lacks one.
    let parts: [Double]
    /// The spread at its end.
    var sd: Double?
    /// Which colour the only part has.
    var family = 0

    var length: Double { parts.reduce(0) { $0 + ($1.isNaN ? 0 : $1) } }
  }

  /// More bars than this go into a further figure.
  static let limit = 40
  /// More bars than this are left to the table, which the note says.
  static let bound = 240

  let name: String
  let title: String
  let xLabel: String
  /// Names of the parts; one without a name where bars have only one.
  let parts: [String]

  /// Returns the figures that so many bars take.
  func figures(_ bars: [Bar], note: String?) -> [Figure] {
    let drawn = Array(bars.prefix(Self.bound))
    let rest =
      bars.count > drawn.count
      ? "The first \(drawn.count) of \(bars.count) combinations; the table has all." : nil
    let pages = stride(from: 0, to: drawn.count, by: Self.limit).map {
      Array(drawn[$0..<min($0 + Self.limit, drawn.count)])
    }
    return pages.enumerated().map { index, page in
      let suffix = pages.count > 1 ? " (\(index + 1) of \(pages.count))" : ""
      let legend = parts.count > 1 ? 22 * Gnuplot.legendRows(parts, width: 700) : 0
      return Figure(
        name: name + (index > 0 ? "-\(index + 1)" : ""), title: title + suffix,
        note: [note, rest].joinedSentences, width: 760, height: 96 + 25 * page.count + legend,
        drawing: drawing(page))
    }
  }

  private func drawing(_ bars: [Bar]) -> String {
    let ends = bars.map { $0.length + ($0.sd ?? 0) }
    let labels = bars.map { Gnuplot.short($0.label) }
    let tics = labels.enumerated().map { Gnuplot.tic($1, at: "\(-$0)") }
    let longest = ends.max() ?? 0
    var lines = Gnuplot.opening(grid: "xtics")
    if parts.count > 1 { lines.append(Gnuplot.legend) }
    lines += [
      "set xlabel \(Gnuplot.quoted(xLabel))",
      "set xrange [0:\(Gnuplot.number((longest > 0 ? longest : 1) * room(labels, bars)))]",
      "set yrange [\(-bars.count):1]", "set ytics (\(tics.joined(separator: ", "))) scale 0",
    ]
    for (index, bar) in bars.enumerated() {
      lines.append(
        "set label \(Gnuplot.quoted(bar.text)) at \(Gnuplot.number(ends[index])),\(-index)"
          + " left offset 0.8,0")
    }
    return Gnuplot.script(lines + (parts.count > 1 ? stacks(bars) : plain(bars)))
  }

  /// How much longer than the longest bar the axis is, so that the numbers fit behind the bars.
  private func room(_ labels: [String], _ bars: [Bar]) -> Double {
    let axis = max(700 - 7 * Double(labels.map(DisplayWidth.of).max() ?? 0), 200)
    let text = 20 + 7.8 * Double(bars.map { DisplayWidth.of($0.text) }.max() ?? 0)
    return axis / max(axis - text, 60)
  }

  private func plain(_ bars: [Bar]) -> [String] {
    var blocks: [String] = []
    var clauses: [String] = []
    for family in Set(bars.map(\.family)).sorted() {
      let rows = bars.enumerated().filter { $0.element.family == family }
        .map { [-Double($0.offset), $0.element.length] }
      blocks += Gnuplot.block("bars\(family)", rows)
      clauses.append(
        "$bars\(family) using ($2/2):1:($2/2):(0.34) with boxxyerror fs solid 0.8 noborder"
          + " lc rgb \(Palette.colour(family))")
    }
    let spreads = bars.enumerated().compactMap { index, bar in
      bar.sd.map { [-Double(index), bar.length, $0] }
    }
    if !spreads.isEmpty {
      blocks += Gnuplot.block("spread", spreads)
      clauses.append("$spread using 2:1:3 with xerrorbars pt 0 ps 0 lw 1.2 lc rgb 'black'")
    }
    return blocks + [Gnuplot.plot(clauses)]
  }

  /// Each part in its colour, and hatched over it, so that it can be told in grey.
  private func stacks(_ bars: [Bar]) -> [String] {
    var blocks: [String] = []
    var clauses: [String] = []
    var starts = [Double](repeating: 0, count: bars.count)
    for (part, name) in parts.enumerated() {
      var rows: [[Double]] = []
      for (index, bar) in bars.enumerated() where !bar.parts[part].isNaN {
        let (start, end) = (starts[index], starts[index] + bar.parts[part])
        rows.append([-Double(index), (start + end) / 2, (end - start) / 2])
        starts[index] = end
      }
      guard !rows.isEmpty else { continue }
      blocks += Gnuplot.block("part\(part)", rows)
      let box = "$part\(part) using 2:1:3:(0.34) with boxxyerror"
      let colour = "lc rgb \(Palette.colour(part))"
      let hatching = Palette.hatching(part)
      let label = Gnuplot.quoted(Gnuplot.short(name))
      clauses.append(
        "\(box) fs solid \(hatching == nil ? "0.8" : "0.3") border \(colour)"
          + (hatching == nil ? " title \(label)" : " notitle"))
      if let hatching {
        clauses.append("\(box) fs transparent pattern \(hatching) border \(colour) title \(label)")
      }
    }
    return blocks + [Gnuplot.plot(clauses)]
  }
}
