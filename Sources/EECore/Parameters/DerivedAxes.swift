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
    let plain = space
    for (index, item) in spec.derive.enumerated() {
      let sources = table.columns(ofDerived: index)
      var values: [ParameterValue] = []
      var numbers: [String: Int32] = [:]
      var known = DigitTable(sources.map { plain.axes[$0].values.count }, points: space.count)
      var digits = [Int32](repeating: -1, count: sources.count)
      var result = [Int32](repeating: -1, count: space.count)
      for point in 0..<space.count {
        for (place, axis) in sources.enumerated() {
          digits[place] = Int32(plain.valueIndex(ofAxis: axis, at: point) ?? -1)
        }
        if let number = known[digits] {
          result[point] = number
          continue
        }
        let number: Int32
        if let value = try value(index, item.entry, digits.contains(-1), plain, point) {
          number = numbers[value.spelling] ?? Int32(values.count)
          if Int(number) == values.count {
            values.append(value)
            numbers[value.spelling] = number
          }
        } else {
          number = -1
        }
        known[digits] = number
        result[point] = number
      }
      space.append(
        derived: Axis(
          name: item.entry.key, values: values, at: item.entry.keyPosition, role: .derived),
        numbers: result)
    }
  }

  /// The value at a point; nil where it follows from parameters that have none here.
  private func value(
    _ index: Int, _ entry: ConfigEntry, _ isPartial: Bool, _ space: ParameterSpace, _ point: Int
  ) throws(Diagnostics) -> ParameterValue? {
    let row = names.indices.map { space.value(ofAxis: $0, at: point) }
    let value = try table.derived(index, row)
    guard value.scalar.kind == .null else { return value }
    guard !isPartial else { return nil }
    throw Diagnostics(
      .nullResult,
      "derived parameter '\(entry.key)' has no value (NULL) for \(space[point].text)",
      at: entry.value.position, hint: "a CASE without ELSE, or arithmetic with NULL?")
  }
}
