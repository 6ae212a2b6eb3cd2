/// The experiments that differ only in the repeat parameter.
package struct ReportGroup: Hashable, Sendable {
  /// One value an axis of the report; empty where the experiments do not have that parameter.
  package let values: [String]
  /// What stands for each experiment, in the order of the rows.
  let rows: [ResultRow]

  package var total: Int { rows.count }
  package var done: Int { rows.count(where: \.isDone) }

  /// Returns the statistics over the experiments that are done.
  package func statistics(of metric: ReportMetric) -> Statistics? {
    Statistics(rows.lazy.filter(\.isDone).compactMap(metric.value))
  }
}
