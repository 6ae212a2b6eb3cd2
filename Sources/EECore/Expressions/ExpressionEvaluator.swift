/// One expression with a table of its own, so that evaluating it computes nothing else.
final class ExpressionEvaluator {
  struct Result: Hashable {
    let value: SQLResult
    /// With divisions that keep the remainder; nil where it divides nothing.
    let exact: SQLResult?
    /// Without texts where only numbers make sense; nil where it asks for none.
    let numeric: SQLResult?
  }

  let scanned: ScannedExpression
  /// The parameters that it depends on in the end, ascending.
  let columns: [Int]
  /// The derived parameters that it depends on, each behind those that it reads.
  let derived: [Int]
  private let database: ExpressionDatabase
  private let write: ExpressionStatement
  private let read: ExpressionStatement
  /// The names bound, in order: values, then spellings.
  private let bound: [(place: Int, isSpelling: Bool)]
  /// How many names are parameters.
  private let parameters: Int
  /// Parameters that it compares with `'true'` or the like.
  private let booleanTexts: [(name: Int, token: ScannedExpression.Token)]
  private let hasExact: Bool
  private let hasNumeric: Bool

  init(
    _ scanned: ScannedExpression, reading needed: ExpressionReferences, _ closure: DerivedClosure,
    layout: ExpressionLayout, table: String, in database: ExpressionDatabase
  ) throws(ExpressionFailure) {
    self.scanned = scanned
    self.database = database
    columns = closure.columns(of: needed)
    derived = closure.order(of: needed)
    parameters = closure.parameters
    booleanTexts = scanned.booleanTexts(layout.names)
    let exact = scanned.withExactDivisions(layout.names)
    let numeric = scanned.withoutTexts(of: layout.mixed, layout.names)
    hasExact = exact != nil
    hasNumeric = numeric != nil
    let texts = [scanned.withSpelledJoins(layout.names)] + [exact, numeric].compactMap { $0 }
    bound =
      needed.values.sorted().map { ($0, false) } + needed.spellings.sorted().map { ($0, true) }
    try database.create(
      table: table, as: layout.evaluating(texts, reading: needed, in: table))
    let shown = try database.columns(of: table)
    guard shown == layout.columns(reading: needed, results: texts.count) else {
      throw ExpressionFailure(code: 1, message: "it defines columns of its own")
    }
    write = try database.prepare(layout.write(reading: needed, in: table))
    read = try database.prepare(layout.read(results: texts.count, in: table))
  }

  /// Takes a value for each parameter and, where it reads them, each derived parameter.
  ///
  /// - Cost: two statements, about 2 µs.
  func evaluate(_ row: [ParameterValue?]) throws(ExpressionFailure) -> Result {
    defer {
      write.reset()
      read.reset()
    }
    for (index, source) in bound.enumerated() {
      let value = row[source.place]
      // What SQL derived is text where it looks like a boolean.
      let isSpelled = source.isSpelling || source.place >= parameters
      let text = isSpelled ? value?.spelling : value.flatMap(Self.sqlText)
      guard write.bind(text, at: index + 1) else { throw database.failure() }
    }
    try database.run(write)
    guard try database.step(read) else { throw database.failure() }
    return Result(
      value: read.value(ofColumn: 0), exact: hasExact ? read.value(ofColumn: 1) : nil,
      numeric: hasNumeric ? read.value(ofColumn: hasExact ? 2 : 1) : nil)
  }

  /// A boolean that is compared with a text in quotes, which it never is.
  func comparedBoolean(_ row: [ParameterValue?]) -> (name: Int, token: ScannedExpression.Token)? {
    booleanTexts.first { row[$0.name]?.scalar.kind == .bool }
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
