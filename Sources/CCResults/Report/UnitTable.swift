/// Columns of which no name has two units: those that convert are converted, others stand apart.
struct UnitTable {
  private(set) var columns: [ValueColumn] = []
  /// One sentence for each name with several units.
  private(set) var warnings: [String] = []

  init(_ found: [ValueColumn], declarations: [ResultDeclaration]) {
    var places: [String: [Int]] = [:]
    var names: [String] = []
    for (index, column) in found.enumerated() {
      let key = column.kind == .timer ? "timer:" + column.name : column.name
      if places[key] == nil { names.append(key) }
      places[key, default: []].append(index)
    }
    for name in names {
      let parts = (places[name] ?? []).map { found[$0] }
      add(parts, declared: declarations.last { $0.name == name || $0.name == parts[0].name }?.unit)
    }
  }

  private mutating func add(_ parts: [ValueColumn], declared: String?) {
    let unit = declared ?? parts[0].unit
    var sum = ValueColumn(parts[0].kind, parts[0].name, unit: unit)
    var apart: [ValueColumn] = []
    var isEmpty = true
    for part in parts {
      // What has no unit has the declared one; where none was declared nobody knows.
      let factor =
        part.unit == nil && declared != nil ? 1 : Unit.factor(from: part.unit, to: unit)
      guard let factor else {
        apart.append(
          ValueColumn(
            part.kind, "\(part.name) in \(part.unit ?? "no unit")", unit: part.unit,
            values: part.values))
        continue
      }
      isEmpty = false
      for (row, value) in part.values.enumerated() where !value.isNaN {
        sum.set(value * factor, row: row)
      }
      sum.pad(to: part.values.count)
    }
    columns += (isEmpty ? [] : [sum]) + apart
    warn(parts, shown: unit, apart: !apart.isEmpty)
  }

  private mutating func warn(_ parts: [ValueColumn], shown unit: String?, apart: Bool) {
    guard parts.count > 1 || apart else { return }
    let units = parts.map { $0.unit ?? "no unit" }
    let shown = unit ?? "no unit"
    let others = units.count > 1 ? units.joined(separator: " and ") : "\(units[0]), not in \(shown)"
    warnings.append(
      "'\(parts[0].name)' was reported in \(others); "
        + (apart ? "what does not convert to \(shown) is shown apart" : "all is shown in \(shown)"))
  }
}
