/// Bars of the time that each combination took, with the spread over repeats.
enum RuntimeFigures {
  static func figures(of report: Report, metric wish: ReportMetric?) -> [Figure] {
    let choice = MetricChoice(report.input)
    let usual = [MetricChoice.seconds, MetricChoice.timer + "total"]
    for metric in wish.map({ [$0] }) ?? usual.compactMap({ choice.named(.init($0)) }) {
      let statistics = report.groups.map { $0.statistics(of: metric) }
      guard statistics.contains(where: { $0 != nil }) else { continue }
      let isTime = usual.contains(metric.name)
      let chart = BarChart(
        name: isTime ? "runtime" : "bars",
        title: isTime ? "Runtime" : metric.title.prefix(1).uppercased() + metric.title.dropFirst(),
        xLabel: isTime ? "runtime (\(metric.unit ?? "s"))" : metric.label, parts: [""])
      let bars = bars(of: report, metric: metric, statistics: statistics)
      let absent = report.groups.count - bars.count
      let missing = absent > 0 ? "Combinations without a finished run, not drawn: \(absent)." : nil
      return chart.figures(
        bars, note: [report.spreadNote(as: "whiskers"), missing].joinedSentences)
    }
    return []
  }

  private static func bars(
    of report: Report, metric: ReportMetric, statistics: [Statistics?]
  ) -> [BarChart.Bar] {
    let format = MetricColumn(statistics.compactMap(\.self), decimals: metric.decimals)
    var families: [String] = []
    var bars: [BarChart.Bar] = []
    for (group, statistics) in zip(report.groups, statistics) {
      guard let statistics, statistics.mean >= 0 else { continue }
      let family = group.values.first ?? ""
      if !families.contains(family) { families.append(family) }
      bars.append(
        BarChart.Bar(
          label: report.label(of: group),
          text: format.text(statistics, expected: statistics.count), parts: [statistics.mean],
          sd: statistics.sd, family: (families.firstIndex(of: family) ?? 0) % Palette.limit))
    }
    return bars
  }
}
