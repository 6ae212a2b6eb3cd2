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

  /// Appends the numbers: for each block of columns, each metric, each statistic.
  private func filled(
    _ fixed: [[String]], columns: [ReportTable.Column], cells: [[Int?]], blocks: [String] = [""],
    title: (ReportMetric, StatisticKind?) -> String
  ) -> ReportTable {
    var columns = columns
    var rows = fixed
    var best: Set<ReportTable.Place> = []
    var places: [[(place: ReportTable.Place, value: Double)]] = []
    let isPivot = blocks != [""]
    for (block, name) in blocks.enumerated() {
      for (index, number) in numbers.enumerated() {
        for (order, kind) in kinds.enumerated() {
          let text = [name, title(number.metric, kind)].filter { !$0.isEmpty }
          columns.append(
            ReportTable.Column(title: text.joined(separator: ": "), isNumeric: true))
          let slot = index * kinds.count + order
          if places.count <= slot { places.append([]) }
          for row in rows.indices {
            guard let group = cells[row][block] else {
              rows[row].append("")
              continue
            }
            let statistics = number.statistics[group]
            let expected = isPivot ? groups[group].total : groups[group].done
            rows[row].append(
              kind.map { number.format.text(statistics, $0) }
                ?? number.format.text(statistics, expected: expected))
            guard number.metric.goal != nil, kind?.hasBest ?? true,
              let value = statistics.flatMap((kind ?? .mean).value)
            else { continue }
            places[slot].append((ReportTable.Place(row: row, column: columns.count - 1), value))
          }
        }
      }
    }
    for (slot, found) in places.enumerated() where found.count > 1 {
      guard let goal = numbers[slot / kinds.count].metric.goal else { continue }
      let values = found.map(\.value)
      let top = goal == .minimize ? values.min() : values.max()
      best.formUnion(found.filter { $0.value == top }.map(\.place))
    }
    return ReportTable(columns: columns, rows: rows, best: best)
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
