/// Applies `where` and `exclude` to the cells of a subspace, each rule once for what it depends on.
struct RuleFilter {
  private enum Verdict: UInt8 {
    case unknown
    case keeps
    case drops
  }

  /// So many combinations are worth tables of their own.
  private static let enough = 1024
  /// Combinations that are judged for the sake of warnings alone.
  private static let furtherLimit = 20_000

  private let subspace: Subspace
  private let names: [String]
  private let rule: SpaceSpec.Rule
  private let table: ExpressionTable
  /// The number of the rule's condition in the table; nil for a match of values.
  private let condition: Int?
  private var parts: [Part] = []
  private var verdicts: [Verdict]
  /// Decides many combinations at once; nil where they are few, or asked for one by one.
  private var grid: ExpressionGrid?
  /// Which parts of the grid were decided.
  private var decided: [Bool] = []
  /// The parameters that the rule depends on.
  private let depends: Set<String>
  /// Whether a match asks for a parameter that no cell has.
  private var isBeyondCells = false

  /// A cell dimension that the rule depends on.
  private struct Part {
    let dimension: Subspace.Dimension
    /// Its stride among the cells.
    let stride: Int
    /// Where the names of its axes stand.
    let columns: [Int]
    /// For a match of values: whether each place has what is asked for.
    let matches: [Bool]
  }

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
    var wanted: [String: ParameterValue] = [:]
    let depends: Set<String>
    switch rule.test {
    case .match(let entries):
      for entry in entries { wanted[entry.key] = entry.value.scalar.map { ParameterValue($0) } }
      depends = Set(entries.map(\.key))
    case .keep, .drop:
      depends = Set(condition.map { table.columns(ofCondition: $0).map { names[$0] } } ?? [])
    }
    self.depends = depends
    var stride = 1
    for dimension in subspace.cellDimensions.reversed() {
      if dimension.axes.contains(where: { depends.contains($0.name) }) {
        parts.insert(
          Part(
            dimension: dimension, stride: stride,
            columns: dimension.axes.compactMap { names.firstIndex(of: $0.name) },
            matches: Self.matches(wanted, dimension)), at: 0)
      }
      stride *= dimension.count
    }
    let found = Set(parts.flatMap { $0.dimension.axes.map(\.name) })
    isBeyondCells = !found.isSuperset(of: wanted.keys)
    verdicts = [Verdict](
      repeating: .unknown, count: parts.reduce(1) { $0 * $1.dimension.count })
    guard let condition, verdicts.count >= Self.enough else { return }
    grid = table.grid(
      ofCondition: condition,
      over: parts.map { part in
        ExpressionGrid.Dimension(
          names: part.columns, values: part.dimension.axes.map(\.values),
          count: part.dimension.count)
      })
    decided = grid.map { [Bool](repeating: false, count: verdicts.count / $0.width) } ?? []
  }

  private static func matches(
    _ wanted: [String: ParameterValue], _ dimension: Subspace.Dimension
  ) -> [Bool] {
    var matches = [Bool](repeating: true, count: dimension.count)
    for axis in dimension.axes {
      guard let value = wanted[axis.name] else { continue }
      for (place, other) in axis.values.enumerated() where matches[place] {
        matches[place] = other.isSame(as: value)
      }
    }
    return matches
  }

  /// Whether a cell is kept.
  ///
  /// - Throws: ``Diagnostics`` EE133, EE134 where the rule has no answer.
  mutating func keeps(_ cell: Int) throws(Diagnostics) -> Bool {
    var key = 0
    for part in parts {
      key = key * part.dimension.count + cell / part.stride % part.dimension.count
    }
    if verdicts[key] == .unknown { decideNeighbours(of: key) }
    if verdicts[key] == .unknown { verdicts[key] = try judge(cell) ? .keeps : .drops }
    return verdicts[key] == .keeps
  }

  /// Decides all combinations of the part of the grid that one is in, but for those without a plain
  /// answer.
  private mutating func decideNeighbours(of key: Int) {
    guard let grid, !decided[key / grid.width] else { return }
    let number = key / grid.width
    decided[number] = true
    var drops = false
    if case .drop = rule.test { drops = true }
    do throws(ExpressionFailure) {
      try grid.evaluate(number) { place, value in
        guard let truth = value.number, truth == 0 || truth == 1 else { return }
        verdicts[number * grid.width + place] = (truth == 1) == drops ? .drops : .keeps
      }
    } catch {
      // An expression that fails for one of them is asked for each alone.
      self.grid = nil
    }
  }

  private func judge(_ cell: Int) throws(Diagnostics) -> Bool {
    switch rule.test {
    case .keep: return try table.condition(condition ?? 0, row(of: cell))
    case .drop: return try !table.condition(condition ?? 0, row(of: cell))
    case .match:
      return isBeyondCells
        || !parts.allSatisfy { $0.matches[cell / $0.stride % $0.dimension.count] }
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
  mutating func warnings() -> [Diagnostic] {
    guard parts.allSatisfy({ $0.dimension.count > 1 }) else { return [] }
    var further = Self.furtherLimit
    return parts.indices.compactMap { index in
      guard isWithoutDifference(index, &further),
        let axis = parts[index].dimension.axes.first(where: { depends.contains($0.name) })
      else { return nil }
      let what: String
      switch rule.test {
      case .keep(let expression), .drop(let expression): what = expression.title
      case .match: what = "'exclude'"
      }
      let examples = axis.values.prefix(3).map(\.spelling).joined(separator: ", ")
      return Diagnostic(
        .warning, .noDifference, "'\(axis.name)' makes no difference in \(what)",
        at: rule.position,
        hint: "its values are \(examples): is it compared with what it can be?")
    }
  }

  /// Whether combinations that differ in nothing else than this dimension are all judged alike.
  ///
  /// Those that an earlier rule took away are judged for this too, as far as they have an answer.
  private mutating func isWithoutDifference(_ index: Int, _ further: inout Int) -> Bool {
    var compared = false
    for judgesMore in [false, true] {
      let count = parts[index].dimension.count
      let inner = parts[(index + 1)...].reduce(1) { $0 * $1.dimension.count }
      for outer in stride(from: 0, to: verdicts.count, by: inner * count) {
        for offset in 0..<inner {
          var first: Verdict?
          for place in 0..<count {
            let key = outer + place * inner + offset
            if judgesMore, verdicts[key] == .unknown {
              guard further > 0 else { return false }
              further -= 1
              complete(key)
            }
            let verdict = verdicts[key]
            guard verdict != .unknown else { continue }
            if let first, first != verdict { return false }
            if first != nil { compared = true }
            first = verdict
          }
        }
      }
    }
    return compared
  }

  /// Judges a combination that no cell asked for; one without an answer stays unknown.
  private mutating func complete(_ key: Int) {
    var rest = key
    var cell = 0
    for part in parts.reversed() {
      cell += rest % part.dimension.count * part.stride
      rest /= part.dimension.count
    }
    guard let isKept = try? judge(cell) else { return }
    verdicts[key] = isKept ? .keeps : .drops
  }
}
