/// A number that a report compares: a metric, a timer, or the wall time of the attempt.
package struct ReportMetric: Hashable, Sendable {
  enum Source: Hashable, Sendable {
    case metric(String)
    case timer(String)
    case seconds
  }

  let source: Source

  package var label: String {
    switch source {
    case .metric(let name): name
    case .timer(let name): "\(name) (s)"
    case .seconds: "runtime (s)"
    }
  }

  func value(in row: ResultRow) -> Double? {
    switch source {
    case .metric(let name): row.metrics[name]
    case .timer(let name): row.timers[name]
    case .seconds: row.seconds
    }
  }

  var isAccuracy: Bool {
    guard case .metric(let name) = source else { return false }
    return MetricChoice.isAccuracy(name)
  }
}
