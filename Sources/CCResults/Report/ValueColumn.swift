/// The numbers of one name over all rows.
package struct ValueColumn: Sendable {
  package enum Kind: Hashable, Sendable {
    case metric
    /// - Units: Seconds.
    case timer
  }

  package let kind: Kind
  package let name: String
  package let unit: String?
  /// One for each row; NaN where it has none.
  package private(set) var values: [Double]

  package init(_ kind: Kind, _ name: String, unit: String? = nil, values: [Double] = []) {
    self.kind = kind
    self.name = name
    self.unit = unit
    self.values = values
  }

  /// Sets the value of a row; the rows before that were never set have none.
  package mutating func set(_ value: Double, row: Int) {
    pad(to: row + 1)
    values[row] = value
  }

  /// Makes it that long.
  package mutating func pad(to count: Int) {
    if values.count < count {
      values.append(contentsOf: repeatElement(.nan, count: count - values.count))
    }
  }

  func keeping(_ rows: [Int]) -> ValueColumn {
    ValueColumn(kind, name, unit: unit, values: rows.map { values[$0] })
  }

  /// Whether any row has a value.
  var hasValues: Bool { values.contains { !$0.isNaN } }
}
