/// Applies `where` and `exclude` to the cells of a subspace, each rule once for what it depends on.
struct RuleFilter {
  private enum Verdict: UInt8 {
    case unknown
    case keeps
    case drops
  }

  private let subspace: Subspace
  private let names: [String]
  private let rule: SpaceSpec.Rule
  private let table: ExpressionTable
  /// The number of the rule's condition in the table; nil for a match of values.
  private let condition: Int?
  /// The cell dimensions that the rule depends on, their strides among the cells, and where the
  /// names of their axes stand.
  private var parts: [(dimension: Subspace.Dimension, stride: Int, columns: [Int])] = []
  private var verdicts: [Verdict]

  /// - Throws: ``Diagnostics`` EE132 where the rule names what is not there yet.
  init(
    _ rule: SpaceSpec.Rule, condition: Int?, subspace: Subspace, names: [String],
    table: ExpressionTable
  ) throws(Diagnostics) {
    self.rule = rule
    self.condition = condition
    self.subspace = subspace
    self.names = names
    self.table = table
    var depends: Set<String> = []
    switch rule.test {
    case .match(let entries): depends = Set(entries.map(\.key))
    case .keep, .drop:
      depends = Set(condition.map { table.columns(ofCondition: $0).map { names[$0] } } ?? [])
    }
    var stride = 1
    for dimension in subspace.cellDimensions.reversed() {
      if dimension.axes.contains(where: { depends.contains($0.name) }) {
        let columns = dimension.axes.compactMap { names.firstIndex(of: $0.name) }
        parts.insert((dimension, stride, columns), at: 0)
      }
      stride *= dimension.count
    }
    verdicts = [Verdict](
      repeating: .unknown, count: parts.reduce(1) { $0 * $1.dimension.count })
  }

  /// Whether a cell is kept.
  ///
  /// - Throws: ``Diagnostics`` EE133, EE134 where the rule has no answer.
  mutating func keeps(_ cell: Int) throws(Diagnostics) -> Bool {
    var key = 0
    for part in parts {
      key = key * part.dimension.count + cell / part.stride % part.dimension.count
    }
    if verdicts[key] == .unknown { verdicts[key] = try judge(cell) ? .keeps : .drops }
    return verdicts[key] == .keeps
  }

  private func judge(_ cell: Int) throws(Diagnostics) -> Bool {
    switch rule.test {
    case .keep: return try table.condition(condition ?? 0, row(of: cell))
    case .drop: return try !table.condition(condition ?? 0, row(of: cell))
    case .match(let entries):
      let row = row(of: cell)
      return !entries.allSatisfy { entry in
        guard let column = names.firstIndex(of: entry.key), let value = row[column],
          let scalar = entry.value.scalar
        else { return false }
        return ParameterValue(scalar).isSame(as: value)
      }
    }
  }

  /// The values of a cell that the rule depends on, each in its column.
  private func row(of cell: Int) -> [ParameterValue?] {
    var row = [ParameterValue?](repeating: nil, count: names.count)
    for part in parts {
      let place = cell / part.stride % part.dimension.count
      for (column, axis) in zip(part.columns, part.dimension.axes) {
        row[column] = axis.values[place]
      }
    }
    return row
  }

  /// A warning for each parameter that the rule names although nothing depends on it.
  ///
  /// Where one of them has a single value, as in a quick trial, that says nothing.
  var warnings: [Diagnostic] {
    guard parts.allSatisfy({ $0.dimension.count > 1 }) else { return [] }
    return parts.indices.compactMap { index in
      let axes = parts[index].dimension.axes
      guard isWithoutDifference(index), let name = axes.first?.name else { return nil }
      let what: String
      switch rule.test {
      case .keep(let expression), .drop(let expression): what = expression.title
      case .match: what = "'exclude'"
      }
      let examples = axes[0].values.prefix(3).map(\.spelling).joined(separator: ", ")
      return Diagnostic(
        .warning, .noDifference, "'\(name)' makes no difference in \(what)", at: rule.position,
        hint: "its values are \(examples): is it compared with what it can be?")
    }
  }

  /// Whether points that differ in nothing else than this dimension are all judged alike.
  private func isWithoutDifference(_ index: Int) -> Bool {
    let count = parts[index].dimension.count
    let inner = parts[(index + 1)...].reduce(1) { $0 * $1.dimension.count }
    var compared = false
    for outer in stride(from: 0, to: verdicts.count, by: inner * count) {
      for offset in 0..<inner {
        var first: Verdict?
        for place in 0..<count {
          let verdict = verdicts[outer + place * inner + offset]
          guard verdict != .unknown else { continue }
          guard let known = first else {
            first = verdict
            continue
          }
          guard verdict == known else { return false }
          compared = true
        }
      }
    }
    return compared
  }
}
