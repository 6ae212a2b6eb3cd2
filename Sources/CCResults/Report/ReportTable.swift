/// A table before it is written: cells of text, and which columns are numbers.
struct ReportTable: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    let title: String
    var isNumeric = false
    /// Whether it names the row, so that it comes again where a table is parted.
    var isKey = false
  }

  /// A cell, by its row and column.
  struct Place: Hashable, Sendable {
    let row: Int
    let column: Int
  }

  let columns: [Column]
  let rows: [[String]]
  /// The best values, of the metrics whose goal is known.
  var best: Set<Place> = []
}

/// A part of a report: a table under a title.
struct ReportSection: Sendable {
  enum Kind: Hashable, Sendable {
    case comparison, leaderboard, scaling, unfinished, unverified, attempts
  }

  let kind: Kind
  let title: String
  let table: ReportTable
  /// How to read the table, one sentence each.
  var notes: [String] = []
}

extension Report {
  /// The tables, in the order of the report, without that of every attempt.
  var sections: [ReportSection] {
    var sections: [ReportSection] = []
    if !groups.isEmpty {
      sections.append(
        ReportSection(
          kind: .comparison, title: "Comparison", table: ComparisonTable(self, groups).table,
          notes: [comparability.legend].compactMap(\.self)))
    }
    sections += boards.map { LeaderboardTable(self, $0).section }
    sections += scalings.map { ScalingTable(self, $0).section }
    if !unfinished.isEmpty {
      sections.append(
        ReportSection(
          kind: .unfinished, title: "Not done (\(unfinished.count))", table: unfinishedTable))
    }
    if !unverified.isEmpty { sections.append(unverifiedSection) }
    return sections
  }

  /// What is failed, missing or not finished.
  private var unfinishedTable: ReportTable {
    let titles = ["node", "attempt", "state", "cause", "host", "exit code"]
    return ReportTable(
      columns: titles.map {
        ReportTable.Column(
          title: $0, isNumeric: $0 == "attempt" || $0 == "exit code", isKey: $0 == "node")
      },
      rows: unfinished.map { input.rows[$0] }.map { row in
        [
          row.name, row.attempt > 0 ? "\(row.attempt)" : "none", row.state,
          row.cause ?? "–", row.host ?? "–", row.exitCode.map { "\($0)" } ?? "–",
        ]
      })
  }

  /// Numbers of what nobody saw end, apart from those that are done.
  private var unverifiedSection: ReportSection {
    let apart = groups.compactMap { group in
      let rows = group.rows.filter { input.rows[$0].isUnverified }
      return rows.isEmpty ? nil : group.counting(rows)
    }
    return ReportSection(
      kind: .unverified, title: "Unverified (\(unverified.count))",
      table: ComparisonTable(self, apart).table,
      notes: ["These ran without us: how they ended is not known, so they count nowhere above."])
  }

  /// Every attempt, with the metrics of the comparison; the first so many.
  func attemptSection(upTo limit: Int) -> ReportSection {
    let names = axes + pooled + [input.repeatParameter].compactMap(\.self)
    let parameters = names.compactMap { input.parameter($0) }
    let isMarked = !comparability.conditions.isEmpty
    let columns =
      [ReportTable.Column(title: "node", isKey: true)]
      + names.map { ReportTable.Column(title: $0, isNumeric: isNumeric($0)) }
      + [
        ReportTable.Column(title: "attempt", isNumeric: true), ReportTable.Column(title: "state"),
        ReportTable.Column(title: "host"), ReportTable.Column(title: "beside", isNumeric: true),
      ]
      + (isMarked ? [ReportTable.Column(title: "conditions")] : [])
      + metrics.map { ReportTable.Column(title: $0.label, isNumeric: true) }
    let rows = input.rows.indices.prefix(limit).map { index in
      let row = input.rows[index]
      return [row.name] + parameters.map { $0[index] ?? "" }
        + [
          row.attempt > 0 ? "\(row.attempt)" : "none", row.state, row.host ?? "",
          row.neighbours.map { "\($0)" } ?? "",
        ]
        + (isMarked ? [comparability.letters(of: [index])] : [])
        + metrics.map { $0.value(of: index).map(NumberFormat.brief) ?? "" }
    }
    let count = input.rows.count
    return ReportSection(
      kind: .attempts, title: "Every attempt (\(count))",
      table: ReportTable(columns: columns, rows: rows),
      notes: count > limit ? ["The first \(limit) of \(count); the CSV has all."] : [])
  }
}
