/// One expression with a table of its own, so that evaluating it computes nothing else.
final class ExpressionEvaluator {
  struct Result: Hashable {
    let value: SQLResult
    /// With divisions that keep the remainder; nil where it divides nothing.
    let exact: SQLResult?
  }

  let scanned: ScannedExpression
  /// What it depends on in the end.
  let needed: ExpressionReferences
  /// The columns among that, ascending.
  let columns: [Int]
  private let database: ExpressionDatabase
  private let write: ExpressionStatement
  private let read: ExpressionStatement
  /// The columns bound, in order: values, then spellings.
  private let bound: [(column: Int, isSpelling: Bool)]
  private let isTwofold: Bool

  init(
    _ scanned: ScannedExpression, reading needed: ExpressionReferences, layout: ExpressionLayout,
    table: String, in database: ExpressionDatabase
  ) throws(ExpressionFailure) {
    self.scanned = scanned
    self.needed = needed
    columns = needed.allColumns
    self.database = database
    let exact = scanned.withExactDivisions
    isTwofold = exact != nil
    bound =
      needed.columns.sorted().map { ($0, false) } + needed.spellings.sorted().map { ($0, true) }
    try database.create(
      table: table,
      as: layout.evaluating(
        scanned.expression.text, exact: exact, reading: needed, in: table))
    let shown = try database.columns(of: table)
    guard shown == layout.columns(reading: needed, isTwofold: isTwofold) else {
      throw ExpressionFailure(code: 1, message: "it defines columns of its own")
    }
    write = try database.prepare(layout.write(reading: needed, in: table))
    read = try database.prepare(layout.read(isTwofold: isTwofold, in: table))
  }

  /// - Cost: two statements, about 2 µs.
  func evaluate(_ row: [ParameterValue?]) throws(ExpressionFailure) -> Result {
    defer {
      write.reset()
      read.reset()
    }
    for (index, source) in bound.enumerated() {
      let value = row[source.column]
      let text = source.isSpelling ? value?.spelling : value.flatMap(Self.sqlText)
      guard write.bind(text, at: index + 1) else { throw database.failure() }
    }
    try database.run(write)
    guard try database.step(read) else { throw database.failure() }
    return Result(
      value: read.value(ofColumn: 0), exact: isTwofold ? read.value(ofColumn: 1) : nil)
  }

  private static let firstBytes = Array("~nNtTfF".utf8)

  /// Numbers stay texts: the affinity of the column makes them numbers as SQL does.
  private static func sqlText(_ value: ParameterValue) -> String? {
    // Whatever begins otherwise is neither null nor a boolean, and asking for its kind takes time.
    guard let first = value.spelling.utf8.first, Self.firstBytes.contains(first) else {
      return value.spelling.isEmpty && value.scalar.isPlain ? nil : value.spelling
    }
    return switch value.scalar.kind {
    case .null: nil
    case .bool: value.spelling.lowercased() == "true" ? "1" : "0"
    case .int, .float, .string: value.spelling
    }
  }
}
