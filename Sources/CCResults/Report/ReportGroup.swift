/// The experiments that differ only in the repeat parameter.
package struct ReportGroup: Hashable, Sendable {
  /// One value an axis of the report; empty where the experiments do not have that parameter.
  package let values: [String]
  /// What stands for each experiment, in the order of the rows.
  let rows: [Int]
  /// Those of them that are done.
  let doneRows: [Int]

  package var total: Int { rows.count }
  package var done: Int { doneRows.count }

  /// Returns the statistics over the experiments that are done.
  package func statistics(of metric: ReportMetric) -> Statistics? {
    Statistics(doneRows.lazy.map { metric.values[$0] })
  }

  /// The same for other rows, counted as done.
  func counting(_ rows: [Int]) -> ReportGroup {
    ReportGroup(values: values, rows: rows, doneRows: rows)
  }
}
