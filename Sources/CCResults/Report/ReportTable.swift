/// A table before it is written: cells of text, and which columns are numbers.
struct ReportTable: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    let title: String
    var isNumeric = false
    /// Whether it names the row, so that it comes again where a table is parted.
    var isKey = false
  }

  let columns: [Column]
  let rows: [[String]]
}

extension Report {
  /// One row a combination of the swept parameters.
  var pivotTable: ReportTable {
    let formats = metrics.map { metric in
      MetricColumn(groups.compactMap { $0.statistics(of: metric) })
    }
    let columns =
      axes.map { ReportTable.Column(title: $0, isNumeric: isNumeric($0), isKey: true) }
      + [ReportTable.Column(title: "runs", isNumeric: true)]
      + metrics.map { ReportTable.Column(title: $0.label, isNumeric: true) }
    let rows = groups.map { group in
      group.values.map { $0.isEmpty ? "–" : $0 }
        + [group.done == group.total ? "\(group.total)" : "\(group.done)/\(group.total)"]
        + zip(metrics, formats).map { metric, format in
          format.text(group.statistics(of: metric), expected: group.done)
        }
    }
    return ReportTable(columns: columns, rows: rows)
  }

  /// What is failed, missing or not finished.
  var unfinishedTable: ReportTable {
    let titles = ["node", "attempt", "state", "cause", "host", "exit code"]
    return ReportTable(
      columns: titles.map {
        ReportTable.Column(
          title: $0, isNumeric: $0 == "attempt" || $0 == "exit code", isKey: $0 == "node")
      },
      rows: unfinished.map { row in
        [
          row.experiment ?? row.node, row.attempt > 0 ? "\(row.attempt)" : "none", row.state,
          row.cause ?? "–", row.host ?? "–", row.exitCode.map { "\($0)" } ?? "–",
        ]
      })
  }

  /// Every attempt, with the metrics of the pivot.
  var attemptTable: ReportTable {
    let names = axes + [input.repeatParameter].compactMap(\.self)
    let columns =
      [ReportTable.Column(title: "node", isKey: true)]
      + names.map { ReportTable.Column(title: $0, isNumeric: isNumeric($0)) }
      + [
        ReportTable.Column(title: "attempt", isNumeric: true), ReportTable.Column(title: "state"),
        ReportTable.Column(title: "host"), ReportTable.Column(title: "beside", isNumeric: true),
      ]
      + metrics.map { ReportTable.Column(title: $0.label, isNumeric: true) }
    return ReportTable(columns: columns, rows: input.rows.map { attemptCells($0, names: names) })
  }

  private func attemptCells(_ row: ResultRow, names: [String]) -> [String] {
    [row.experiment ?? row.node] + names.map { row.value(of: $0) ?? "" }
      + [
        row.attempt > 0 ? "\(row.attempt)" : "none", row.state, row.host ?? "",
        row.neighbours.map { "\($0)" } ?? "",
      ]
      + metrics.map { $0.value(in: row).map(NumberFormat.brief) ?? "" }
  }

  func isNumeric(_ parameter: String) -> Bool { numericParameters.contains(parameter) }
}
