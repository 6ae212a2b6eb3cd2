/// A value of a series at its step.
package struct SeriesPoint: Hashable, Sendable {
  package let step: Int
  package let value: Double

  package init(step: Int, value: Double) {
    self.step = step
    self.value = value
  }
}

/// The series of one name, of the rows for which they were read.
package struct SeriesColumn: Sendable {
  package let name: String
  /// By row, in the order measured.
  package var points: [Int: [SeriesPoint]] = [:]

  package init(_ name: String) { self.name = name }

  func keeping(_ rows: [Int]) -> SeriesColumn {
    var column = SeriesColumn(name)
    for (place, row) in rows.enumerated() { column.points[place] = points[row] }
    return column
  }
}
