/// What inference said of each sample: in the order of the samples, or sorted as a spectrum.
enum SampleFigures {
  static func figures(of report: Report, isSorted: Bool, only name: String?) -> [Figure] {
    let names = name.map { [$0] } ?? wanted(among: report.input.series.map(\.name))
    return names.prefix(2).enumerated().compactMap { index, name in
      let groups = HistoryFigures.longest(of: report)
      let (lines, bound) = LineChart.bounded(
        lines(of: groups, name: name, report: report, isSorted: isSorted))
      guard lines.contains(where: { $0.points.count > 1 }) else { return nil }
      let word = isSorted ? "spectrum" : "inference"
      var chart = LineChart(
        name: word + (index > 0 ? "-\(index + 1)" : ""),
        xLabel: isSorted ? "samples, the lowest first" : "sample", yLabel: name, lines: lines)
      chart.isDense = true
      chart.isFraction = MetricChoice.isAccuracy(name)
      let title = isSorted ? "Spectrum of \(name): samples sorted" : "\(name) of each sample"
      let means =
        report.groups.contains { $0.done > 1 } ? "Each value is the mean over repeats." : nil
      return chart.figure(title: title, note: [means, bound].joinedSentences)
    }
  }

  static func wanted(among names: [String]) -> [String] {
    names.sorted().filter { HistoryFigures.isInference($0) && MetricChoice.isAccuracy($0) }
  }

  private static func lines(
    of groups: [ReportGroup], name: String, report: Report, isSorted: Bool
  ) -> [LineChart.Line] {
    guard let series = report.series(name) else { return [] }
    return groups.compactMap { group in
      var values: [Int: [Double]] = [:]
      for row in group.doneRows {
        let points = series.points[row] ?? []
        let ordered =
          isSorted
          ? points.map(\.value).sorted().enumerated().map { ($0.offset + 1, $0.element) }
          : points.map { ($0.step, $0.value) }
        for (place, value) in ordered { values[place, default: []].append(value) }
      }
      let places = values.keys.sorted()
      let stride = max(1, places.count / HistoryFigures.points)
      let points = places.enumerated().filter { $0.offset.isMultiple(of: stride) }
        .compactMap { _, place in
          Statistics(values[place] ?? []).map {
            LineChart.Point(x: Double(place), mean: $0.mean, sd: nil)
          }
        }
      guard !points.isEmpty else { return nil }
      return LineChart.Line(words: report.words(of: group, without: nil), points: points)
    }
  }
}
