/// Groups and their numbers as a table: one row a group, or parameters across.
struct ComparisonTable {
  /// The statistics of one metric for all groups, and how they are written.
  private struct Numbers {
    let metric: ReportMetric
    let statistics: [Statistics?]
    let format: MetricColumn

    init(_ metric: ReportMetric, _ groups: [ReportGroup]) {
      self.metric = metric
      statistics = groups.map { $0.statistics(of: metric) }
      format = MetricColumn(statistics.compactMap(\.self), decimals: metric.decimals)
    }
  }

  private let report: Report
  private let groups: [ReportGroup]
  private let numbers: [Numbers]
  /// nil for mean and spread in one cell.
  private let kinds: [StatisticKind?]

  init(_ report: Report, _ groups: [ReportGroup]) {
    self.report = report
    self.groups = groups
    numbers = report.metrics.map { Numbers($0, groups) }
    kinds = report.spec.statistics.isEmpty ? [nil] : report.spec.statistics.map(\.self)
  }

  var table: ReportTable { report.sideCount < report.axes.count ? pivot : long }

  private var long: ReportTable {
    let rows = groups.map { group in
      group.values.map { $0.isEmpty ? "–" : $0 } + counts([group])
    }
    return filled(rows, columns: fixedColumns(report.axes), cells: groups.indices.map { [$0] }) {
      title($0, $1)
    }
  }

  /// The last axes across: a block of columns for each combination of them.
  private var pivot: ReportTable {
    let side = Places(groups.map { Array($0.values.prefix(report.sideCount)) })
    let across = Places(groups.map { Array($0.values.dropFirst(report.sideCount)) })
    var cells = side.keys.map { _ in [Int?](repeating: nil, count: across.keys.count) }
    for index in groups.indices { cells[side.of[index]][across.of[index]] = index }
    let rows = zip(side.keys, cells).map { key, cells in
      key.map { $0.isEmpty ? "–" : $0 } + counts(cells.compactMap { $0.map { groups[$0] } })
    }
    let isOne = numbers.count == 1 && kinds.count == 1
    return filled(
      rows, columns: fixedColumns(Array(report.axes.prefix(report.sideCount))), cells: cells,
      blocks: across.keys.map { words(across: $0) }
    ) { metric, kind in isOne ? "" : title(metric, kind) }
  }

  private func words(across values: [String]) -> String {
    zip(report.axes.dropFirst(report.sideCount), values).map { name, value in
      value.isEmpty ? "\(name) –" : report.isNumeric(name) ? "\(name) \(value)" : value
    }.joined(separator: ", ")
  }

  private func fixedColumns(_ axes: [String]) -> [ReportTable.Column] {
    axes.map { ReportTable.Column(title: $0, isNumeric: report.isNumeric($0), isKey: true) }
      + [ReportTable.Column(title: "runs", isNumeric: true)]
      + (report.comparability.conditions.isEmpty ? [] : [ReportTable.Column(title: "conditions")])
  }

  private func counts(_ groups: [ReportGroup]) -> [String] {
    let done = groups.reduce(0) { $0 + $1.done }
    let total = groups.reduce(0) { $0 + $1.total }
    let letters = report.comparability.letters(of: groups.flatMap(\.doneRows))
    return [done == total ? "\(total)" : "\(done)/\(total)"]
      + (report.comparability.conditions.isEmpty ? [] : [letters])
  }

  private func title(_ metric: ReportMetric, _ kind: StatisticKind?) -> String {
    guard let kind else { return metric.label }
    let unit = kind == .n ? nil : metric.unit
    return "\(metric.title) \(kind.title)" + (unit.map { " (\($0))" } ?? "")
  }

  /// A column of numbers.
  private struct Slot {
    let block: Int
    let number: Int
    let kind: StatisticKind?
  }

  /// Appends the numbers: for each block of columns, each metric, each statistic.
  private func filled(
    _ fixed: [[String]], columns: [ReportTable.Column], cells: [[Int?]], blocks: [String] = [""],
    title: (ReportMetric, StatisticKind?) -> String
  ) -> ReportTable {
    let slots = blocks.indices.flatMap { block in
      numbers.indices.flatMap { number in
        kinds.map { Slot(block: block, number: number, kind: $0) }
      }
    }
    let titled = slots.map { slot in
      let parts = [blocks[slot.block], title(numbers[slot.number].metric, slot.kind)]
      return ReportTable.Column(
        title: parts.filter { !$0.isEmpty }.joined(separator: ": "), isNumeric: true)
    }
    let isPivot = blocks != [""]
    let rows = zip(fixed, cells).map { row, groups in
      row + slots.map { slot in groups[slot.block].map { text($0, slot, isPivot: isPivot) } ?? "" }
    }
    return ReportTable(
      columns: columns + titled, rows: rows, best: best(slots, cells, behind: columns.count))
  }

  private func text(_ group: Int, _ slot: Slot, isPivot: Bool) -> String {
    let number = numbers[slot.number]
    let statistics = number.statistics[group]
    if let kind = slot.kind { return number.format.text(statistics, kind) }
    let expected = isPivot ? groups[group].total : groups[group].done
    return number.format.text(statistics, expected: expected)
  }

  /// The best of each metric and statistic over the whole table, where a goal says what is good.
  private func best(
    _ slots: [Slot], _ cells: [[Int?]], behind fixed: Int
  ) -> Set<ReportTable.Place> {
    var best: Set<ReportTable.Place> = []
    for (index, number) in numbers.enumerated() {
      guard let goal = number.metric.goal else { continue }
      for kind in kinds where kind?.hasBest ?? true {
        var found: [(place: ReportTable.Place, value: Double)] = []
        for (column, slot) in slots.enumerated() where slot.number == index && slot.kind == kind {
          for (row, groups) in cells.enumerated() {
            let statistics = groups[slot.block].flatMap { number.statistics[$0] }
            guard let value = statistics.flatMap((kind ?? .mean).value) else { continue }
            found.append((ReportTable.Place(row: row, column: fixed + column), value))
          }
        }
        let values = found.map(\.value)
        let top = goal == .minimize ? values.min() : values.max()
        if found.count > 1 { best.formUnion(found.filter { $0.value == top }.map(\.place)) }
      }
    }
    return best
  }
}

/// Keys in order of appearance, and which of them each element has.
private struct Places {
  private(set) var keys: [[String]] = []
  private(set) var of: [Int] = []

  init(_ elements: [[String]]) {
    var known: [[String]: Int] = [:]
    for element in elements {
      let place = known[element] ?? keys.count
      if place == keys.count {
        known[element] = place
        keys.append(element)
      }
      of.append(place)
    }
  }
}
