/// One parameter over all rows: its values, and which of them each row has.
package struct ParameterColumn: Sendable {
  package let name: String
  /// As spelled, in the order of the rows that have them first.
  package private(set) var values: [String] = []
  /// The place of each row's value; -1 where it has none.
  package private(set) var codes: [Int32] = []
  /// Whether a value is text even where it looks like a number.
  private(set) var isText: [Bool] = []
  private var places: [String: Int32] = [:]

  package init(_ name: String) { self.name = name }

  /// Appends the value of the next row.
  package mutating func append(_ value: String, isText: Bool = false) {
    guard let place = places[value] else {
      let place = Int32(values.count)
      places[value] = place
      values.append(value)
      self.isText.append(isText)
      codes.append(place)
      return
    }
    codes.append(place)
  }

  /// Makes it that long: the rows in between have no value.
  package mutating func pad(to count: Int) {
    while codes.count < count { codes.append(-1) }
  }

  /// Returns the value of a row, or nil.
  package subscript(row: Int) -> String? {
    let code = codes[row]
    return code < 0 ? nil : values[Int(code)]
  }

  /// Whether all values are numbers.
  var isNumeric: Bool { !values.isEmpty && values.allSatisfy { LogText.number($0) != nil } }

  func keeping(_ rows: [Int]) -> ParameterColumn {
    var column = ParameterColumn(name)
    for row in rows {
      let code = codes[row]
      guard code >= 0 else {
        column.codes.append(-1)
        continue
      }
      column.append(values[Int(code)], isText: isText[Int(code)])
    }
    return column
  }
}
