/// Bars of what each combination spent its time on: its timers, one behind the other.
enum PhaseFigures {
  static func figures(of report: Report) -> [Figure] {
    let choice = MetricChoice(report.input)
    let timers = report.input.numbers.filter { $0.kind == .timer && $0.name != "total" }
      .compactMap { choice.named(.init(MetricChoice.timer + $0.name)) }
    let whole =
      choice.named(.init(MetricChoice.timer + "total")) ?? choice.named(.init(MetricChoice.seconds))
    let means = timers.map { timer in report.groups.map { $0.statistics(of: timer)?.mean } }
    let totals = report.groups.map { group in
      whole.flatMap { group.statistics(of: $0)?.mean }
    }
    let chosen = parts(means, totals: totals)
    guard !chosen.isEmpty, chosen.count > 1 || totals.contains(where: { $0 != nil }) else {
      return []
    }
    var names = chosen.map { timers[$0].title }
    let rests = rests(means, of: chosen, totals: totals)
    let hasRest = rests.contains { $0 > 0 }
    if hasRest { names.append("other") }
    guard names.count > 1 else { return [] }
    let bars = report.groups.indices.compactMap { index -> BarChart.Bar? in
      let parts = chosen.map { means[$0][index] ?? .nan } + (hasRest ? [rests[index]] : [])
      guard parts.contains(where: { $0 > 0 }) else { return nil }
      let sum = parts.reduce(0) { $0 + ($1.isNaN ? 0 : $1) }
      return BarChart.Bar(
        label: report.label(of: report.groups[index]), text: NumberFormat.brief(sum),
        parts: parts)
    }
    let left = timers.indices.filter { !chosen.contains($0) }.map { timers[$0].title }
    let chart = BarChart(name: "phases", title: "Phases", xLabel: "time (s)", parts: names)
    return chart.figures(bars, note: note(report, left: left))
  }

  private static func note(_ report: Report, left: [String]) -> String? {
    let means = report.groups.contains { $0.done > 1 } ? "Means of each timer." : nil
    let rest =
      left.isEmpty
      ? nil : "Not drawn, as they are parts of others or small: \(left.joined(separator: ", "))."
    return [means, rest].joinedSentences
  }

  /// The largest timers that fit into the total together: one that does not is a part of another.
  private static func parts(_ means: [[Double?]], totals: [Double?]) -> [Int] {
    let sums = means.map { $0.reduce(0) { $0 + ($1 ?? 0) } }
    var used = [Double](repeating: 0, count: totals.count)
    var chosen: [Int] = []
    for timer in means.indices.sorted(by: { sums[$0] > sums[$1] }) where sums[timer] > 0 {
      let fits = totals.indices.allSatisfy { index in
        guard let total = totals[index], let mean = means[timer][index] else { return true }
        return used[index] + mean <= total * 1.01 + 1e-9
      }
      // One colour is left for the rest.
      guard fits, chosen.count < Palette.limit - 1 else { continue }
      for index in used.indices { used[index] += means[timer][index] ?? 0 }
      chosen.append(timer)
    }
    return chosen
  }

  /// What no chosen timer took of each total.
  private static func rests(
    _ means: [[Double?]], of chosen: [Int], totals: [Double?]
  ) -> [Double] {
    totals.indices.map { index in
      guard let total = totals[index] else { return 0 }
      let rest = total - chosen.reduce(0) { $0 + (means[$1][index] ?? 0) }
      return rest > total * 0.005 ? rest : 0
    }
  }
}
