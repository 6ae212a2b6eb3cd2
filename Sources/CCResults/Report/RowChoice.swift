internal import EECore

/// Which rows of an input a report is about.
enum RowChoice {
  static func isExperiment(_ row: Int, in input: ReportInput) -> Bool {
    input.rows[row].experiment != nil || input.parameters.contains { $0.codes[row] >= 0 }
  }

  /// Returns the row that stands for each experiment or node.
  static func standing(in input: ReportInput) -> [Int] {
    var places: [String: Int] = [:]
    places.reserveCapacity(input.rows.count)
    var standing: [Int] = []
    for (index, row) in input.rows.enumerated() {
      let key = row.experiment.map { "x" + (row.uuid ?? $0) } ?? "n" + row.node
      guard let place = places[key] else {
        places[key] = standing.count
        standing.append(index)
        continue
      }
      let kept = input.rows[standing[place]]
      if row.isDone || !kept.isDone && (row.isUnverified || !kept.isUnverified) {
        standing[place] = index
      }
    }
    return standing
  }

  /// Returns the rows for which a condition over the parameters holds; nil where there is none.
  ///
  /// - Cost: One decision a combination of values.
  static func kept(
    of input: ReportInput, where condition: Expression?
  ) throws(Diagnostics) -> [Int]? {
    guard let condition else { return nil }
    let columns = input.parameters
    let mixed = columns.filter { column in
      column.isText.contains(true) && column.isText.contains(false)
    }
    let table = try ExpressionTable(
      columns: columns.map(\.name), derived: [], conditions: [condition],
      mixed: Set(mixed.map(\.name)))
    let read = table.columns(ofCondition: 0)
    var known: [[Int32]: Bool] = [:]
    var kept: [Int] = []
    for row in input.rows.indices {
      let key = read.map { columns[$0].codes[row] }
      let holds: Bool
      if let value = known[key] {
        holds = value
      } else {
        holds = try decide(table, columns.map { value($0, row) })
        known[key] = holds
      }
      if holds { kept.append(row) }
    }
    return kept
  }

  /// Where a parameter that a row lacks makes the answer NULL, it is not one of them.
  private static func decide(
    _ table: ExpressionTable, _ values: [ParameterValue?]
  ) throws(Diagnostics) -> Bool {
    do throws(Diagnostics) {
      return try table.condition(0, values)
    } catch {
      guard error.all.allSatisfy({ $0.code == .nullResult }) else { throw error }
      return false
    }
  }

  private static func value(_ column: ParameterColumn, _ row: Int) -> ParameterValue? {
    let code = column.codes[row]
    guard code >= 0 else { return nil }
    return ParameterValue(
      Scalar(column.values[Int(code)], isPlain: !column.isText[Int(code)]))
  }
}
