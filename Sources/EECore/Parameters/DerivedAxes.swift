/// Computes what `derive:` says for every point, once for each combination it depends on.
struct DerivedAxes {
  private let spec: SpaceSpec
  private let table: ExpressionTable
  private let names: [String]

  init(_ spec: SpaceSpec, table: ExpressionTable) {
    self.spec = spec
    self.table = table
    names = spec.names
  }

  /// Appends an axis for each derived parameter.
  ///
  /// - Throws: ``Diagnostics`` where an expression has no value for a point.
  func append(to space: inout ParameterSpace) throws(Diagnostics) {
    var columns: [Int: Column] = [:]
    for index in spec.derive.indices {
      for each in table.derived(behindDerived: index) + [index] where columns[each] == nil {
        columns[each] = try column(each, space, columns)
      }
    }
    for (index, item) in spec.derive.enumerated() {
      guard let column = columns[index] else { continue }
      space.append(
        derived: Axis(
          name: item.entry.key, values: column.values, at: item.entry.keyPosition, role: .derived),
        numbers: column.numbers)
    }
  }

  /// What was derived, and for each point the number of its value, or -1.
  private struct Column {
    var values: [ParameterValue] = []
    var numbers: [Int32]

    func value(at point: Int) -> ParameterValue? {
      numbers[point] < 0 ? nil : values[Int(numbers[point])]
    }
  }

  private func column(
    _ index: Int, _ space: ParameterSpace, _ columns: [Int: Column]
  ) throws(Diagnostics) -> Column {
    let sources = table.columns(ofDerived: index)
    var grid = DerivedGrid(
      index, of: table, sources.map { ($0, space.axes[$0].values) }, space.count)
    var result = Column(numbers: [Int32](repeating: -1, count: space.count))
    var numbers: [String: Int32] = [:]
    var known = DigitTable(sources.map { space.axes[$0].values.count }, points: space.count)
    var digits = [Int32](repeating: -1, count: sources.count)
    for point in 0..<space.count {
      for (place, axis) in sources.enumerated() {
        digits[place] = Int32(space.valueIndex(ofAxis: axis, at: point) ?? -1)
      }
      if let number = known[digits] {
        result.numbers[point] = number
        continue
      }
      var number: Int32 = -1
      var value = grid?.value(at: digits)
      if value == nil {
        value = try self.value(index, digits.contains(-1), space, columns, point)
      }
      if let value {
        number = numbers[value.spelling] ?? Int32(result.values.count)
        if Int(number) == result.values.count {
          result.values.append(value)
          numbers[value.spelling] = number
        }
      }
      known[digits] = number
      result.numbers[point] = number
    }
    return result
  }

  /// The value at a point; nil where it follows from parameters that have none here.
  private func value(
    _ index: Int, _ isPartial: Bool, _ space: ParameterSpace, _ columns: [Int: Column],
    _ point: Int
  ) throws(Diagnostics) -> ParameterValue? {
    var row = names.indices.map { space.value(ofAxis: $0, at: point) }
    row += spec.derive.indices.map { columns[$0]?.value(at: point) }
    let value = try table.derived(index, row)
    guard value.scalar.kind == .null else { return value }
    guard !isPartial else { return nil }
    let entry = spec.derive[index].entry
    throw Diagnostics(
      .nullResult,
      "derived parameter '\(entry.key)' has no value (NULL) for \(space[point].text)",
      at: entry.value.position, hint: "a CASE without ELSE, or arithmetic with NULL?")
  }
}
