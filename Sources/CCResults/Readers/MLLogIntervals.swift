/// The intervals of MLLOG rows as timers: from `run_start` to `run_stop`, by their `time_ms`.
///
/// - Shape: A start that comes again begins the interval anew, as a run that was aborted and started
///   again does. What never ends is no timer, and is said.
struct MLLogIntervals: Sendable {
  private var begun: [String: Double] = [:]
  private var order: [String] = []
  private(set) var readings: [TimerReading] = []
  private var backwards: [String] = []

  /// Takes up one row; `time` is in milliseconds.
  mutating func take(_ key: String, type: String, time: Double?, status: String?) {
    switch type {
    case "INTERVAL_START":
      let name = MLLogIntervals.name(key, without: ["_start", "-start"])
      if begun.updateValue(time ?? .nan, forKey: name) == nil { order.append(name) }
    case "INTERVAL_END":
      let name = MLLogIntervals.name(key, without: ["_stop", "_end", "-stop", "-end"])
      guard let start = begun.removeValue(forKey: name) else { return }
      order.removeAll { $0 == name }
      guard let time, (time - start).isFinite else { return }
      // The clock was set back: how long it took nobody knows.
      guard time >= start else {
        backwards.append(name)
        return
      }
      guard readings.count < TimerRows.bound else { return }
      readings.append(
        TimerReading(
          name: name, seconds: (time - start) / 1000,
          status: status.map { $0 == "success" ? "ok" : $0 == "aborted" ? "failed" : $0 }))
    default: break
    }
  }

  /// What is no timer, in words.
  var problems: [String] {
    order.map { "interval '\($0)' of MLLOG began and never ended" }
      + backwards.map { "interval '\($0)' of MLLOG ended before it began: its clock was set back" }
  }

  private static func name(_ key: String, without suffixes: [String]) -> String {
    for suffix in suffixes where key.hasSuffix(suffix) && key.count > suffix.count {
      return String(key.dropLast(suffix.count))
    }
    return key
  }
}
