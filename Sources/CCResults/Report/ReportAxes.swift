internal import EECore

/// The parameters of a report: which tell groups apart, and their values in order of appearance.
struct ReportAxes {
  let names: [String]
  let sideCount: Int
  let constants: [NamedText]
  /// What varies and is neither an axis nor the repeat parameter.
  let pooled: [String]
  /// All that was swept, but for the repeat parameter.
  let varying: [String]

  init(
    _ input: ReportInput, experiments: [Int], spec: ReportSpec, names: ReportNames
  ) throws(Diagnostics) {
    var varying: [String] = []
    var constants: [NamedText] = []
    for column in input.parameters where column.name != input.repeatParameter {
      guard let first = experiments.first else { continue }
      let code = column.codes[first]
      if experiments.contains(where: { column.codes[$0] != code }) {
        varying.append(column.name)
      } else if let value = column[first] {
        constants.append(NamedText(column.name, value))
      }
    }
    let across = try Self.names(spec.columns, "'columns'", names)
    let side =
      try spec.rows.map { nodes throws(Diagnostics) in try Self.names(nodes, "'rows'", names) }
      ?? varying.filter { !across.contains($0) }
    self.names = side + across.filter { !side.contains($0) }
    sideCount = side.count
    let axes = self.names
    pooled = varying.filter { !axes.contains($0) }
    self.constants = constants.filter { !axes.contains($0.name) }
    self.varying = varying
  }

  private static func names(
    _ nodes: [ConfigNode], _ key: String, _ names: ReportNames
  ) throws(Diagnostics) -> [String] {
    var found: [String] = []
    for node in nodes {
      let name = try names.parameter(node, in: key)
      if !found.contains(name) { found.append(name) }
    }
    return found
  }

  func groups(of experiments: [Int], in input: ReportInput) -> [ReportGroup] {
    let columns = names.compactMap { input.parameter($0) }
    let ranks = columns.map { Self.ranks(of: $0, among: experiments) }
    var places: [[Int32]: Int] = [:]
    var found: [(key: [Int32], rows: [Int])] = []
    for row in experiments {
      let key = zip(columns, ranks).map { column, ranks in ranks[Int(column.codes[row] + 1)] }
      if let place = places[key] {
        found[place].rows.append(row)
      } else {
        places[key] = found.count
        found.append((key, [row]))
      }
    }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { group in
      ReportGroup(
        values: columns.map { $0[group.rows[0]] ?? "" }, rows: group.rows,
        doneRows: group.rows.filter { input.rows[$0].isDone })
    }
  }

  /// The order of appearance of each value, by its code and one.
  private static func ranks(of column: ParameterColumn, among rows: [Int]) -> [Int32] {
    var ranks = [Int32](repeating: -1, count: column.values.count + 1)
    var next: Int32 = 0
    for row in rows {
      let place = Int(column.codes[row] + 1)
      guard ranks[place] < 0 else { continue }
      ranks[place] = next
      next += 1
    }
    return ranks
  }
}
