internal import EECore

/// A leaderboard that a report shows.
struct Leaderboard: Sendable {
  let metric: ReportMetric
  let goal: Goal
  let top: Int?
  let ranksRuns: Bool

  /// - Throws: ``Diagnostics`` EE107 where nobody said which values are good.
  init(_ wish: ReportSpec.Leaderboard, metric: ReportMetric) throws(Diagnostics) {
    guard let goal = metric.likelyGoal else {
      throw Diagnostics(
        .missingKey, "a leaderboard of '\(wish.metric.name)' has no 'goal', and its name says none",
        at: wish.metric.node?.position, width: wish.metric.name.count,
        hint: "write goal: minimize or goal: maximize")
    }
    self.metric = metric
    self.goal = goal
    top = wish.top
    ranksRuns = wish.ranksRuns
  }
}

/// Configurations or runs in the order of one metric, equal ones on one place.
struct LeaderboardTable {
  private struct Entry {
    let cells: [String]
    let group: ReportGroup
    let statistics: Statistics?
  }

  private let report: Report
  private let board: Leaderboard
  private let entries: [Entry]

  init(_ report: Report, _ board: Leaderboard) {
    self.report = report
    self.board = board
    let found = report.groups.flatMap { group -> [Entry] in
      let parts =
        board.ranksRuns
        ? group.doneRows.map { group.counting([$0]) } : group.done > 0 ? [group] : []
      return parts.map { part in
        Entry(
          cells: LeaderboardTable.cells(part, board, report), group: part,
          statistics: part.statistics(of: board.metric))
      }
    }
    // Equal ones keep the order of the plan.
    entries = found.enumerated().sorted { first, second in
      switch (first.element.statistics, second.element.statistics) {
      case (let a?, let b?) where a.mean != b.mean: board.goal.isBetter(a.mean, than: b.mean)
      case (.some, nil): true
      case (nil, .some): false
      default: first.offset < second.offset
      }
    }.map(\.element)
  }

  private static func cells(
    _ group: ReportGroup, _ board: Leaderboard, _ report: Report
  ) -> [String] {
    let values = group.values.map { $0.isEmpty ? "–" : $0 }
    guard board.ranksRuns else { return values + ["\(group.done)"] }
    let row = group.rows[0]
    return [report.input.rows[row].name] + values
      + repeats(of: report).map { report.input.parameter($0)?[row] ?? "–" }
  }

  private static func repeats(of report: Report) -> [String] {
    report.pooled + [report.input.repeatParameter].compactMap(\.self)
  }

  var section: ReportSection {
    let others = report.metrics.filter { $0.name != board.metric.name }
    let metrics = [board.metric] + others
    let shown = entries.prefix(board.top ?? entries.count)
    let formats = metrics.map { metric in
      MetricColumn(
        shown.compactMap { $0.group.statistics(of: metric) }, decimals: metric.decimals)
    }
    var place = 0
    var last: Double?
    let rows = shown.enumerated().map { index, entry in
      let mean = entry.statistics?.mean
      if mean == nil || mean != last { place = index + 1 }
      last = mean
      return [mean == nil ? "–" : "\(place)"] + entry.cells
        + zip(metrics, formats).map { metric, format in
          format.text(entry.group.statistics(of: metric), expected: entry.group.done)
        }
    }
    let axes = report.axes + (board.ranksRuns ? LeaderboardTable.repeats(of: report) : [])
    let columns =
      [ReportTable.Column(title: "rank", isNumeric: true, isKey: true)]
      + (board.ranksRuns ? [ReportTable.Column(title: "run", isKey: true)] : [])
      + axes.map { ReportTable.Column(title: $0, isNumeric: report.isNumeric($0), isKey: true) }
      + (board.ranksRuns ? [] : [ReportTable.Column(title: "runs", isNumeric: true)])
      + metrics.map { ReportTable.Column(title: $0.label, isNumeric: true) }
    let order = board.goal == .minimize ? "lowest" : "highest"
    return ReportSection(
      kind: .leaderboard, title: "Leaderboard: \(board.metric.label), \(order) first",
      table: ReportTable(columns: columns, rows: rows),
      notes: shown.count < entries.count ? ["The first \(shown.count) of \(entries.count)."] : [])
  }
}
