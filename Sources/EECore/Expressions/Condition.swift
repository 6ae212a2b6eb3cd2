/// An expression that may call functions whose values are known outside, and be asked once.
///
/// A call stands for a column that is named after it, so that the same rules hold for all values.
package final class Condition {
  /// What a condition comes to.
  package enum Outcome: Hashable, Sendable {
    case holds
    /// Does not hold, or has no answer; in words: `false because metric('a', 'x') has no value`.
    case fails(String)
  }

  /// Each once, in order of first appearance.
  package let calls: [ConditionCall]
  /// Those of the names that it names.
  package let usedNames: [String]
  private let table: ExpressionTable
  /// The columns: one for each call, then the names.
  private let columns: [String]
  private let names: [String]
  private let isCondition: Bool

  /// Checks an expression.
  ///
  /// - Parameters:
  ///   - expression: as the user wrote it.
  ///   - isCondition: whether it is true or false, not a value.
  ///   - functions: how many texts each function takes.
  ///   - names: what it may name besides; nil where that is not known yet.
  /// - Throws: ``Diagnostics`` EE131, EE132 where it cannot be used.
  package init(
    _ expression: Expression, isCondition: Bool, functions: [String: ClosedRange<Int>],
    names: [String]?
  ) throws(Diagnostics) {
    let found = try Condition.calls(in: expression, isCondition: isCondition, functions)
    var columnOfCall: [String: String] = [:]
    var taken: Set<String> = []
    var calls: [ConditionCall] = []
    for call in found where columnOfCall[call.text] == nil {
      var column = call.text
      // SQL does not look at case; nodes and metrics do.
      while !taken.insert(column.lowercased()).inserted { column += " " }
      columnOfCall[call.text] = column
      calls.append(call)
    }
    self.calls = calls
    self.isCondition = isCondition
    let edited = expression.replacing(
      found.map { ($0.range, SQLName.quoted(columnOfCall[$0.text] ?? "")) })
    let callColumns = calls.compactMap { columnOfCall[$0.text] }
    var known = names ?? []
    if names == nil {
      known = Condition.names(in: try ScannedExpression(edited, isCondition: false))
    }
    self.names = known.filter { taken.insert($0.lowercased()).inserted }
    columns = callColumns + self.names
    table = try ExpressionTable(
      columns: columns, derived: isCondition ? [] : [(Condition.valueName, edited)],
      conditions: isCondition ? [edited] : [], mixed: Set(callColumns))
    let used = isCondition ? table.columns(ofCondition: 0) : table.columns(ofDerived: 0)
    usedNames = used.filter { $0 >= callColumns.count }.map { [columns] in columns[$0] }
  }

  /// Finds the calls in an expression, and checks nothing else of it.
  ///
  /// - Throws: ``Diagnostics`` EE131 where an argument is no text, or there are too many or too few.
  package static func calls(
    in expression: Expression, isCondition: Bool, _ functions: [String: ClosedRange<Int>]
  ) throws(Diagnostics) -> [ConditionCall] {
    let scanned = try ScannedExpression(expression, isCondition: isCondition)
    return try ConditionCallReader(arities: functions, scanned: scanned).calls()
  }

  /// No column of a user's is named so: it has a blank.
  private static let valueName = "the value"

  /// What may be names in an expression whose names are not known.
  private static func names(in scanned: ScannedExpression) -> [String] {
    scanned.tokens.indices.filter { scanned.isName($0) }.map { scanned.tokens[$0].text }
      .filter { !reserved.contains($0.lowercased()) }
  }

  private static let reserved: Set<String> = [
    "and", "or", "is", "in", "like", "between", "when", "then", "else", "true", "false", "glob",
    "isnull", "notnull", "escape", "collate", "as", "distinct", "from", "integer", "real", "text",
    "numeric",
  ]

  /// Answers a condition.
  ///
  /// - Parameters:
  ///   - call: the value of a call; nil where there is none.
  ///   - name: the value of a name; nil where there is none.
  /// - Returns: what it comes to.
  /// - Throws: ``Diagnostics`` EE131, EE133, EE135 where it is neither true nor false.
  package func outcome(
    call: (ConditionCall) -> ParameterValue?, name: (String) -> ParameterValue?
  ) throws(Diagnostics) -> Outcome {
    let row = calls.map(call) + names.map(name)
    do throws(Diagnostics) {
      if try table.condition(0, row) { return .holds }
      return .fails("false\(place(row))")
    } catch {
      guard error.all.contains(where: { $0.code == .nullResult }) else { throw error }
      let missing = used.filter { row[$0] == nil }.map { label($0) }
      guard !missing.isEmpty else { return .fails("false because it is NULL\(place(row))") }
      return .fails(
        "false because " + missing.joined(separator: " and ")
          + (missing.count == 1 ? " has" : " have") + " no value")
    }
  }

  /// Computes a value.
  ///
  /// - Parameters:
  ///   - call: the value of a call; nil where there is none.
  ///   - name: the value of a name; nil where there is none.
  /// - Returns: its text; nil where it is NULL.
  /// - Throws: ``Diagnostics`` EE131, EE135 where it cannot be computed.
  package func value(
    call: (ConditionCall) -> ParameterValue?, name: (String) -> ParameterValue?
  ) throws(Diagnostics) -> String? {
    let value = try table.derived(0, calls.map(call) + names.map(name))
    return value.scalar.kind == .null ? nil : value.spelling
  }

  /// The columns that it reads.
  private var used: [Int] {
    isCondition ? table.columns(ofCondition: 0) : table.columns(ofDerived: 0)
  }

  private func label(_ column: Int) -> String {
    column < calls.count ? calls[column].text : "'\(columns[column])'"
  }

  /// For which values: ` for metric('train', 'accuracy')=0.4`.
  private func place(_ row: [ParameterValue?]) -> String {
    guard !used.isEmpty else { return "" }
    return " for "
      + used.map { column in
        let name = column < calls.count ? calls[column].text : columns[column]
        return row[column].map { "\(name)=\($0.spelling)" } ?? "\(name) without a value"
      }.joined(separator: " ")
  }
}
