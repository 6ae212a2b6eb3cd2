/// Finds the numbers that a comparison shows, and chooses few where nobody said which.
struct MetricChoice {
  static let seconds = "seconds"
  static let timer = "timer:"

  private let input: ReportInput
  private let wallTimes: [Double]

  init(_ input: ReportInput) {
    self.input = input
    wallTimes = input.rows.map { $0.seconds ?? .nan }
  }

  /// Finds a metric by name: `seconds`, `timer:NAME`, a metric, or else a timer; nil where no row
  /// has it.
  ///
  /// `runtime` is that of the attempt unless something measured has that name.
  func named(_ wish: ReportSpec.Metric) -> ReportMetric? {
    let name = wish.name
    let ownRuntime = column(.metric, "runtime")
    if name == Self.seconds || name == "runtime" && ownRuntime == nil {
      return metric(
        wish, Self.seconds, title: ownRuntime == nil ? "runtime" : "wall time", unit: "s",
        values: wallTimes)
    }
    if name.hasPrefix(Self.timer) {
      return column(.timer, String(name.dropFirst(Self.timer.count))).map { metric(wish, $0) }
    }
    return (column(.metric, name) ?? column(.timer, name)).map { metric(wish, $0) }
  }

  /// Stands for what no row has.
  func absent(_ wish: ReportSpec.Metric) -> ReportMetric {
    metric(
      wish, wish.name, title: wish.name, unit: nil,
      values: [Double](repeating: .nan, count: input.rows.count))
  }

  /// The names that ``named(_:)`` finds.
  var names: [String] {
    input.numbers.map { $0.kind == .timer ? Self.timer + $0.name : $0.name } + [Self.seconds]
  }

  /// Chooses what was declared, else accuracy and energy, else loss, else the first by name.
  ///
  /// Behind it stand the runtime, and of the timers the training, or the total where no runtime
  /// is known.
  func standard(over rows: [Int]) -> [ReportMetric] {
    let present = input.numbers.filter { column in rows.contains { !column.values[$0].isNaN } }
    let names = present.filter { $0.kind == .metric }.map(\.name).sorted()
      .filter { !$0.contains("history") }
    let declared = input.declarations.map(\.name).filter { name in
      present.contains { $0.name == name }
    }
    var chosen = declared
    if chosen.isEmpty {
      chosen = Self.best(names.filter(Self.isAccuracy), upTo: 2)
      if chosen.isEmpty { chosen = Self.best(names.filter(Self.isLoss), upTo: 1) }
      chosen += names.filter { $0.lowercased().contains("energy") }.prefix(1)
      if chosen.isEmpty { chosen = Array(names.prefix(3)) }
    }
    let timers = Set(present.filter { $0.kind == .timer }.map(\.name))
    let times = times(over: rows, timers: timers).filter { name in
      !chosen.contains { $0 == name || Self.timer + $0 == name }
    }
    return (chosen + times).compactMap { named(ReportSpec.Metric($0)) }
  }

  private func times(over rows: [Int], timers: Set<String>) -> [String] {
    let hasSeconds = rows.contains { !wallTimes[$0].isNaN }
    return (hasSeconds ? [Self.seconds] : [])
      + ["training", "total"].filter { timers.contains($0) && ($0 == "training" || !hasSeconds) }
      .map { Self.timer + $0 }
  }

  private func column(_ kind: ValueColumn.Kind, _ name: String) -> ValueColumn? {
    input.numbers.first { $0.kind == kind && $0.name == name }
  }

  private func metric(_ wish: ReportSpec.Metric, _ column: ValueColumn) -> ReportMetric {
    let isTimer = column.kind == .timer
    return metric(
      wish, isTimer ? Self.timer + column.name : column.name, title: column.name,
      unit: column.unit ?? (isTimer ? "s" : nil), values: column.values)
  }

  private func metric(
    _ wish: ReportSpec.Metric, _ name: String, title: String, unit: String?, values: [Double]
  ) -> ReportMetric {
    let factor = wish.unit.flatMap { Unit.factor(from: unit, to: $0) } ?? 1
    // Where the name says the unit already, it is not said again.
    let isSaid = unit.map { title.hasSuffix(" in " + $0) } ?? false
    return ReportMetric(
      name: name, title: wish.title ?? title, unit: isSaid ? nil : wish.unit ?? unit,
      goal: wish.goal ?? (input.declaration(of: name) ?? input.declaration(of: title))?.goal,
      decimals: wish.decimals, values: factor == 1 ? values : values.map { $0 * factor })
  }
}

extension MetricChoice {
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
