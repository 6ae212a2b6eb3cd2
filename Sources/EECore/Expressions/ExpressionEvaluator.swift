/// One expression with a table of its own, so that evaluating it computes nothing else.
final class ExpressionEvaluator {
  struct Result: Hashable {
    let value: SQLResult
    /// With divisions that keep the remainder; nil where it divides nothing.
    let exact: SQLResult?
    /// What is no number although the answer rests on its being one.
    let slip: ExpressionGuard.Slip?
  }

  let scanned: ScannedExpression
  /// The parameters that it depends on in the end, ascending.
  let columns: [Int]
  /// The derived parameters that it depends on, each behind those that it reads.
  let derived: [Int]
  private let database: ExpressionDatabase
  private let layout: ExpressionLayout
  private let table: String
  /// The expression, then its form with exact divisions, then the one that checks numbers.
  private let texts: [String]
  private let needed: ExpressionReferences
  /// How many grids there are.
  private var grids = 0
  private let write: ExpressionStatement
  private let read: ExpressionStatement
  /// The names bound, in order: values, then spellings.
  private let bound: [(place: Int, isSpelling: Bool)]
  /// Names whose values are what a file says, and not texts that SQL made.
  private let typed: Set<Int>
  /// Parameters that it compares with `'true'` or the like.
  private let booleanTexts: [(name: Int, token: ScannedExpression.Token)]
  private let hasExact: Bool
  private let hasChecked: Bool

  init(
    _ scanned: ScannedExpression, reading needed: ExpressionReferences, _ closure: DerivedClosure,
    typed: Set<Int>, layout: ExpressionLayout, table: String, in database: ExpressionDatabase
  ) throws(ExpressionFailure) {
    self.scanned = scanned
    self.database = database
    self.layout = layout
    self.table = table
    self.needed = needed
    self.typed = typed
    columns = closure.columns(of: needed)
    derived = closure.order(of: needed)
    booleanTexts = scanned.booleanTexts(layout.names).filter { typed.contains($0.name) }
    let exact = scanned.withExactDivisions(layout.names)
    let checked = scanned.withCheckedNumbers(mixed: layout.mixed, layout.names)
    hasExact = exact != nil
    hasChecked = checked != nil
    texts = [scanned.withSpelledTexts(layout.names)] + [exact, checked].compactMap { $0 }
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
      let text = source.isSpelling ? value?.spelling : value.flatMap { sqlText($0, source.place) }
      guard write.bind(text, at: index + 1) else { throw database.failure() }
    }
    try database.run(write)
    database.forgetSlips()
    guard try database.step(read) else { throw database.failure() }
    let value = read.value(ofColumn: 0)
    let exact = hasExact ? read.value(ofColumn: 1) : nil
    return Result(value: value, exact: exact, slip: hasChecked ? try slip(behind: value) : nil)
  }

  /// What the answer rests on that is no number.
  ///
  /// A rule may say beside it what holds then: the answer is the same whatever number it is.
  private func slip(
    behind value: SQLResult
  ) throws(ExpressionFailure) -> ExpressionGuard.Slip? {
    let column = hasExact ? 2 : 1
    var answers = [read.value(ofColumn: column)]
    guard let slip = database.slip else { return nil }
    guard scanned.hasAlternatives else { return slip }
    defer { database.forgetSlips() }
    for number in [Double.infinity, -Double.infinity] {
      read.reset()
      database.forgetSlips(substituting: number)
      guard try database.step(read) else { throw database.failure() }
      answers.append(read.value(ofColumn: column))
    }
    return answers.allSatisfy { $0 == value } ? nil : slip
  }

  /// A boolean that is compared with a text in quotes, which it never is.
  func comparedBoolean(_ row: [ParameterValue?]) -> (name: Int, token: ScannedExpression.Token)? {
    booleanTexts.first { row[$0.name]?.scalar.kind == .bool }
  }

  private static let wordBytes = Array("~nNtTfF".utf8)

  /// Numbers stay texts: the affinity of the column makes them numbers as SQL does.
  private func sqlText(_ value: ParameterValue, _ place: Int) -> String? {
    let text = value.spelling
    if let number = SpecialNumber(text) { return number.sql }
    // What SQL derived is text where it looks like a boolean.
    guard typed.contains(place) else { return text }
    // Whatever begins otherwise is neither null nor a boolean, and asking for its kind takes time.
    guard let first = text.utf8.first, Self.wordBytes.contains(first) else {
      return text.isEmpty && value.scalar.isPlain ? nil : text
    }
    return switch value.scalar.kind {
    case .null: nil
    case .bool: text.lowercased() == "true" ? "1" : "0"
    case .int, .float, .string: text
    }
  }
}

extension ExpressionEvaluator {
  /// Makes the tables in which many combinations are decided at once; nil where rows are asked for
  /// more than numbers and texts.
  func grid(over dimensions: [ExpressionGrid.Dimension]) throws(ExpressionFailure)
    -> ExpressionGrid?
  {
    guard derived.isEmpty, booleanTexts.isEmpty, dimensions.count < ExpressionGrid.joinLimit else {
      return nil
    }
    let prefix = "\(table)_\(grids)_"
    grids += 1
    var missing = needed
    var tables: [String] = []
    for dimension in dimensions {
      let values = needed.values.intersection(dimension.names)
      let spellings = needed.spellings.intersection(dimension.names)
      missing.values.subtract(values)
      missing.spellings.subtract(spellings)
      tables.append(
        try fill("\(prefix)\(tables.count)", values.sorted(), spellings.sorted(), dimension))
    }
    if !missing.all.isEmpty {
      // What no combination has a value for is NULL in all of them.
      tables.append(
        try fill(
          "\(prefix)\(tables.count)", missing.values.sorted(), missing.spellings.sorted(),
          ExpressionGrid.Dimension(names: [], values: [], count: 1)))
    }
    return try ExpressionGrid(
      texts, tables, counts: dimensions.map(\.count), hasExact: hasExact, layout, in: database)
  }

  private func fill(
    _ table: String, _ values: [Int], _ spellings: [Int], _ dimension: ExpressionGrid.Dimension
  ) throws(ExpressionFailure) -> String {
    let reading = ExpressionReferences(values: Set(values), spellings: Set(spellings))
    try database.create(table: table, as: layout.evaluating([], reading: reading, in: table))
    let insert = try database.prepare(layout.write(reading: reading, in: table, row: "NULL"))
    for place in 0..<dimension.count {
      let bound = values.map { ($0, false) } + spellings.map { ($0, true) }
      for (index, (name, isSpelling)) in bound.enumerated() {
        let value = dimension.value(of: name, at: place)
        let text = isSpelling ? value?.spelling : value.flatMap { sqlText($0, name) }
        guard insert.bind(text, at: index + 1) else { throw database.failure() }
      }
      try database.run(insert)
      insert.reset()
    }
    return table
  }
}
