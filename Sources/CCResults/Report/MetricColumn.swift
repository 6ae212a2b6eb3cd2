/// How the statistics of one metric are written, so that a column reads well: the same decimals
/// in each cell, as many as the spread makes sensible.
struct MetricColumn {
  private let decimals: Int
  private let isScientific: Bool

  /// - Parameters:
  ///   - statistics: those of the column.
  ///   - decimals: how many to write, whatever is sensible; nil for what is.
  init(_ statistics: [Statistics], decimals: Int? = nil) {
    if let decimals {
      self.decimals = decimals
      isScientific = false
      return
    }
    let means = statistics.map { abs($0.mean) }.filter { $0 > 0 }
    let spreads = statistics.compactMap(\.sd).filter { $0 > 0 }
    let greatest = means.max() ?? 0
    isScientific = greatest >= 1e7 || (greatest > 0 && greatest < 1e-4)
    self.decimals = isScientific ? 2 : MetricColumn.decimals(means: means, spreads: spreads)
  }

  /// Two digits of the middle spread; without any spread, four digits of the greatest mean.
  private static func decimals(means: [Double], spreads: [Double]) -> Int {
    if let middle = Statistics(spreads)?.median {
      return min(max(1 - NumberFormat.magnitude(middle), 0), 5)
    }
    guard let greatest = means.max(), means.contains(where: { $0 != $0.rounded() }) else {
      return 0
    }
    return min(max(3 - NumberFormat.magnitude(greatest), 0), 6)
  }

  /// Returns `0.9312 ± 0.0021`, with the count where it is not the one expected.
  func text(_ statistics: Statistics?, expected: Int) -> String {
    guard let statistics else { return "–" }
    let spread = statistics.sd.map { " ± " + number($0) } ?? ""
    let count = statistics.count == expected ? "" : " (n=\(statistics.count))"
    return number(statistics.mean) + spread + count
  }

  /// Returns one of the numbers that stand for repeats.
  func text(_ statistics: Statistics?, _ kind: StatisticKind) -> String {
    guard let value = statistics.flatMap(kind.value) else { return "–" }
    return kind == .n ? NumberFormat.exact(value) : number(value)
  }

  func number(_ value: Double) -> String {
    isScientific
      ? NumberFormat.scientific(value, decimals: decimals)
      : NumberFormat.fixed(value, decimals: decimals)
  }
}
