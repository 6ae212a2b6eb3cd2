/// The SQL of the tables in which expressions are checked and evaluated.
///
/// A virtual generated column is the strictest place for an expression that SQLite has: no
/// subqueries, no aggregates, nothing that is not the same each time.
///
/// - Source: <https://www.sqlite.org/gencol.html>
struct ExpressionLayout {
  static let checkedTable = ExpressionGuard.tablePrefix

  let names: ExpressionNames
  /// Parameters of which some values are numbers and some are texts.
  let mixed: Set<Int>

  /// A column of our own is needed where an expression reads none.
  private var rowColumn: String { names.own + ".row" }
  private func resultColumn(_ index: Int) -> String { "\(names.own).value\(index)" }

  /// A table with everything that an expression names, and it.
  ///
  /// - Shape: `words` are the texts of its tokens, lower case.
  func checking(_ text: String, naming words: Set<String>) -> String {
    let named = names.all.filter {
      words.contains($0.lowercased()) || words.contains(ExpressionNames.spelling($0).lowercased())
    }
    let columns = named.flatMap {
      ["\(SQLName.quoted($0)) NUMERIC", "\(SQLName.quoted(ExpressionNames.spelling($0))) TEXT"]
    }
    return create(Self.checkedTable, columns + [generated(resultColumn(0), text)])
  }

  /// A table with what one expression needs, and its forms.
  func evaluating(
    _ texts: [String], reading needed: ExpressionReferences, in table: String
  ) -> String {
    let plain =
      needed.values.sorted().map { "\(SQLName.quoted(names.all[$0])) NUMERIC" }
      + needed.spellings.sorted().map { "\(SQLName.quoted(spelling($0))) TEXT" }
    let results = texts.enumerated().map { generated(resultColumn($0.offset), $0.element) }
    return create(table, plain + results)
  }

  /// The names that the table for evaluating must show, in order.
  func columns(reading needed: ExpressionReferences, results: Int) -> [String] {
    [rowColumn] + needed.values.sorted().map { names.all[$0] }
      + needed.spellings.sorted().map(spelling) + (0..<results).map(resultColumn)
  }

  /// Writes a row; the parameters are the columns, then the spellings.
  func write(
    reading needed: ExpressionReferences, in table: String, row: String = "1"
  ) -> String {
    let targets =
      [SQLName.quoted(rowColumn)]
      + needed.values.sorted().map { SQLName.quoted(names.all[$0]) }
      + needed.spellings.sorted().map { SQLName.quoted(spelling($0)) }
    let marks = [row] + (1..<targets.count).map { "?\($0)" }
    return "REPLACE INTO \(table) (\(targets.joined(separator: ", "))) "
      + "VALUES (\(marks.joined(separator: ", ")))"
  }

  func read(results: Int, in table: String) -> String {
    let columns = (0..<results).map(resultColumn)
    return "SELECT \(columns.map(SQLName.quoted).joined(separator: ", ")) FROM \(table)"
  }

  /// Goes through all combinations of the rows of some tables, the last fastest; the parameters are
  /// the rows of the first ones, which are fixed.
  func combine(_ texts: [String], of tables: [String], fixing fixed: Int) -> String {
    let rows = tables.map { "\($0).\(SQLName.quoted(rowColumn))" }
    let conditions = (0..<fixed).map { "\(rows[$0]) = ?\($0 + 1)" }
    return "SELECT " + texts.map { "(\n\($0)\n)" }.joined(separator: ", ")
      + " FROM " + tables.joined(separator: " CROSS JOIN ")
      + (fixed > 0 ? " WHERE " + conditions.joined(separator: " AND ") : "")
      + " ORDER BY " + rows.joined(separator: ", ")
  }

  private func spelling(_ index: Int) -> String { ExpressionNames.spelling(names.all[index]) }

  private func create(_ table: String, _ columns: [String]) -> String {
    let row = "\(SQLName.quoted(rowColumn)) INTEGER PRIMARY KEY"
    return "CREATE TABLE \(table) (" + ([row] + columns).joined(separator: ", ") + ")"
  }

  /// The line feeds keep whatever the text ends in from reaching what follows.
  private func generated(_ name: String, _ text: String) -> String {
    "\(SQLName.quoted(name)) GENERATED ALWAYS AS (\n\(text)\n) VIRTUAL"
  }
}
