/// Chooses the few numbers that a comparison shows when nobody said which.
enum MetricChoice {
  /// Finds metrics by name: `seconds`, `timer:NAME`, a metric, or else a timer.
  static func named(_ names: [String], in rows: [ResultRow]) -> [ReportMetric] {
    names.map { name in
      if name == "seconds" || name == "runtime" { return ReportMetric(source: .seconds) }
      if name.hasPrefix("timer:") { return ReportMetric(source: .timer(String(name.dropFirst(6)))) }
      let isMetric = rows.contains { $0.metrics[name] != nil }
      let isTimer = !isMetric && rows.contains { $0.timers[name] != nil }
      return ReportMetric(source: isTimer ? .timer(name) : .metric(name))
    }
  }

  /// Chooses accuracy and energy where there are such, else loss, else the first by name; then
  /// the runtime, and of the timers the training, or the total where no runtime is known.
  static func standard(in rows: [ResultRow]) -> [ReportMetric] {
    let names = Set(rows.flatMap(\.metrics.keys)).sorted().filter { !$0.contains("history") }
    var chosen = best(names.filter(isAccuracy), upTo: 2)
    if chosen.isEmpty { chosen = best(names.filter(isLoss), upTo: 1) }
    chosen += names.filter { $0.lowercased().contains("energy") }.prefix(1)
    if chosen.isEmpty { chosen = Array(names.prefix(3)) }
    return chosen.map { ReportMetric(source: .metric($0)) } + times(in: rows)
  }

  private static func times(in rows: [ResultRow]) -> [ReportMetric] {
    let hasSeconds = rows.contains { $0.seconds != nil }
    let timers = ["training", "total"].filter { name in rows.contains { $0.timers[name] != nil } }
    return (hasSeconds ? [ReportMetric(source: .seconds)] : [])
      + timers.filter { $0 == "training" || !hasSeconds }
      .map { ReportMetric(source: .timer($0)) }
  }

  static func isAccuracy(_ name: String) -> Bool {
    let word = lastWord(of: name)
    return word.contains("accuracy") || word == "acc" || word.hasSuffix("_acc")
  }

  static func isLoss(_ name: String) -> Bool { lastWord(of: name).contains("loss") }

  private static func lastWord(of name: String) -> String {
    (name.split(separator: ".").last.map(String.init) ?? name).lowercased()
  }

  /// Returns the names of the best rank, those measured on data not trained on before others.
  static func best(_ names: [String], upTo count: Int) -> [String] {
    guard let rank = names.map(rank).min() else { return [] }
    return Array(names.filter { self.rank($0) == rank }.prefix(count))
  }

  private static func rank(_ name: String) -> Int {
    let name = name.lowercased()
    if name == "accuracy" || name == "loss" { return 0 }
    let signs = ["test", "eval", "inference", "val"]
    return 1 + (signs.firstIndex { name.contains($0) } ?? signs.count)
  }
}
