import EECore

/// Keeps the experiments for which a SQL expression over their parameters is true.
struct RowFilter {
  private static let capitalisedBooleans = ["True", "TRUE", "False", "FALSE"]

  private let names: [String]
  private let table: ExpressionTable

  /// Checks an expression over the parameters of all rows, `state` and `identifier`.
  ///
  /// - Throws: ``Diagnostics`` as ``ExpressionTable`` does.
  init(_ text: String, over rows: [ListedRow]) throws(Diagnostics) {
    let node = ConfigNode(
      .scalar(Scalar(text, isPlain: false)),
      at: SourcePosition(file: "--where", line: 1, column: 1))
    var names = ListView.parameterNames(of: rows)
    let taken = Set(names.map { $0.lowercased() })
    // A parameter of that name is what the user swept.
    names += ["state", "identifier"].filter { !taken.contains($0) }
    self.names = names
    table = try ExpressionTable(
      columns: names, derived: [], conditions: [try Expression(node, title: "'--where'")])
  }

  /// Whether a row is one of them; where a value that it lacks makes the answer NULL it is not.
  ///
  /// - Throws: ``Diagnostics`` where the expression is neither true nor false.
  func keeps(_ row: ListedRow) throws(Diagnostics) -> Bool {
    do throws(Diagnostics) {
      return try table.condition(0, names.map { value($0, of: row) })
    } catch {
      guard error.all.allSatisfy({ $0.code == .nullResult }) else { throw error }
      return false
    }
  }

  private func value(_ name: String, of row: ListedRow) -> ParameterValue? {
    if let member = row.parameters.last(where: { $0.key == name }) {
      return RowFilter.value(member.value)
    }
    switch name {
    case "state": return ParameterValue(Scalar(row.state, isPlain: false))
    case "identifier": return ParameterValue(Scalar(row.identifier, isPlain: false))
    default: return nil
    }
  }

  /// Older databases have booleans that JSON does not spell so as text.
  private static func value(_ json: JSONValue) -> ParameterValue? {
    switch json {
    case .null: nil
    case .string(let text):
      ParameterValue(Scalar(text, isPlain: capitalisedBooleans.contains(text)))
    default: ParameterValue(Scalar(ListedRow.text(json), isPlain: true))
    }
  }
}
