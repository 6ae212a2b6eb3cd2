/// Numbers of a comparison as text.
enum ComparisonText {
  /// `+4.5 %`; below one per cent with one more digit.
  static func percent(_ part: Double) -> String { number(part) + " %" }

  private static func number(_ part: Double) -> String {
    let value = part * 100
    let text = NumberFormat.fixed(value, decimals: abs(value) < 1 && value != 0 ? 2 : 1)
    return value > 0 ? "+" + text : text
  }

  static func signed(_ value: Double, digits: Int = 4) -> String {
    let text = NumberFormat.brief(rounded(value, digits: digits))
    return value > 0 ? "+" + text : text
  }

  /// Some significant digits.
  private static func rounded(_ value: Double, digits: Int) -> Double {
    Double(NumberFormat.scientific(value, decimals: digits - 1)) ?? value
  }

  /// As a cell of a column of them.
  static func probability(_ p: Double) -> String {
    p < 0.001 ? "< 0.001" : NumberFormat.fixed(p, decimals: 3)
  }

  /// As a sentence has it: `p = 0.004`.
  static func stated(_ p: Double) -> String {
    (p < 0.001 ? "p " : "p = ") + probability(p)
  }

  static func interval(_ interval: ClosedRange<Double>?, isPart: Bool) -> String {
    guard let interval else { return "–" }
    let (low, high) = (interval.lowerBound, interval.upperBound)
    return isPart
      ? "\(number(low)) to \(percent(high))" : "\(signed(low)) to \(signed(high))"
  }
}

extension Comparison {
  /// The tables, one for each metric.
  var sections: [(title: String, table: ReportTable)] {
    metrics.map { ($0.label, table(of: $0)) }
  }

  private func table(of metric: ReportMetric) -> ReportTable {
    let cells = pairs.map { ($0, numbers(of: metric, $0)) }
    let format = MetricColumn(
      cells.flatMap { [$0.1.first, $0.1.second].compactMap(\.self) }, decimals: metric.decimals)
    let numeric = Set(input.parameters.filter(\.isNumeric).map(\.name))
    let columns =
      parameters.map {
        ReportTable.Column(title: $0, isNumeric: numeric.contains($0), isKey: true)
      }
      + ["n", "A", "B", "change", "95 % CI", "p"].map {
        ReportTable.Column(title: $0, isNumeric: true)
      } + [ReportTable.Column(title: "verdict")]
    let rows = cells.map { pair, numbers in
      pair.values + [
        "\(numbers.first?.count ?? 0), \(numbers.second?.count ?? 0)",
        format.text(numbers.first, expected: numbers.first?.count ?? 0),
        format.text(numbers.second, expected: numbers.second?.count ?? 0),
        numbers.change.map(ComparisonText.percent)
          ?? numbers.difference.map { ComparisonText.signed($0) } ?? "–",
        numbers.change == nil
          ? ComparisonText.interval(numbers.interval, isPart: false)
          : ComparisonText.interval(numbers.changeInterval, isPart: true),
        numbers.p.map(ComparisonText.probability) ?? "–", numbers.verdict.rawValue,
      ]
    }
    return ReportTable(columns: columns, rows: rows)
  }

  /// What stands above the tables, one sentence each.
  var heading: [String] {
    var lines = [
      "A: \(first)" + place(of: input.rows[..<boundary]),
      "B: \(second)" + place(of: input.rows[boundary...]),
    ]
    lines += remarks
    let used = test == .welch ? "Welch's t test" : "Mann and Whitney's test"
    lines.append(
      "p is by \(used), the interval that of the change of the mean; a verdict needs p < 0.05.")
    let count = pairs.count * metrics.count
    if count > 20 {
      lines.append("Of \(count) differences \(count / 20) pass that by chance alone.")
    }
    for (side, values) in [("A", onlyFirst), ("B", onlySecond)] where !values.isEmpty {
      let names = values.prefix(3).map(name).joined(separator: "; ")
      lines.append(
        "Only in \(side): \(names)" + (values.count > 3 ? "; and \(values.count - 3) more." : "."))
    }
    return lines
  }

  /// The run of a side, or how many there are.
  private func place(of rows: ArraySlice<ResultRow>) -> String {
    let runs = Set(rows.map(\.run))
    return runs.count == 1 ? ", run \(runs.first ?? "")" : ", \(runs.count) runs"
  }

  /// Returns the comparison for a terminal of that many columns.
  package func text(width: Int) -> String {
    var lines = heading.flatMap {
      DisplayWidth.wrapped(DisplayWidth.printable($0), to: max(width, 20))
    }
    for section in sections {
      lines += ["", DisplayWidth.printable(section.title) + ":"]
      lines += GridWriter(section.table, width: width).lines
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns the comparison in Markdown with the tables of GitHub.
  package var markdown: String {
    var blocks = warnings.map { "* **Warning:** " + Markdown.text($0) }
    if !blocks.isEmpty { blocks = [blocks.joined(separator: "\n")] }
    blocks.insert(heading.map { "* " + Markdown.text($0) }.joined(separator: "\n"), at: 0)
    for section in sections {
      blocks += ["## " + Markdown.text(section.title), Markdown.table(section.table)]
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }
}
