/// Derived parameters and conditions, evaluated for one row of parameter values at a time.
///
/// SQLite computes them in a database in memory that can reach nothing; used by one thread.
package final class ExpressionTable {
  private let names: ExpressionNames
  private let derivedEvaluators: [ExpressionEvaluator]
  private let conditionEvaluators: [ExpressionEvaluator]
  /// Derived parameters that are nothing but another value, by the place of that among all names.
  private let copies: [Int: Int]
  /// For each derived parameter: what it was computed from last, and its value.
  private var last: [Int: (sources: [ParameterValue?], value: ParameterValue?)] = [:]

  /// Checks all expressions.
  ///
  /// - Parameters:
  ///   - columns: the names of the parameters, in the order of the rows.
  ///   - derived: named expressions, which may name columns and each other.
  ///   - conditions: expressions that are true or false.
  ///   - mixed: the columns that hold numbers in some rows and texts in others.
  /// - Throws: ``Diagnostics`` EE103, EE131, EE132 for each expression that cannot be used, EE203
  ///   where derived parameters depend on themselves.
  package init(
    columns: [String], derived: [(name: String, expression: Expression)],
    conditions: [Expression], mixed: Set<String> = []
  ) throws(Diagnostics) {
    names = try ExpressionNames(columns: columns, derived: derived, conditions: conditions)
    let layout = ExpressionLayout(
      names: names, mixed: Set(columns.indices.filter { mixed.contains(columns[$0]) }))
    let inputs = derived.map { ($0.expression, false) } + conditions.map { ($0, true) }
    let database: ExpressionDatabase
    do throws(ExpressionFailure) {
      database = try ExpressionDatabase()
    } catch {
      throw Diagnostics(.malformedExpression, "SQLite cannot be used: \(error.message)")
    }
    let checked = try Self.check(inputs, layout, in: database)
    let closure = DerivedClosure(
      direct: checked.prefix(derived.count).map { $0.references }, parameters: columns.count)
    if let cycle = closure.cycle() { throw Self.explain(cycle, of: derived) }
    let copies = Self.copies(checked.prefix(derived.count).map { $0.scanned }, names)
    self.copies = copies
    let typed = Self.typed(copies, parameters: columns.count)
    var evaluators: [ExpressionEvaluator] = []
    for (index, part) in checked.enumerated() {
      do throws(ExpressionFailure) {
        evaluators.append(
          try ExpressionEvaluator(
            part.scanned, reading: part.references, closure, typed: typed, layout: layout,
            table: "\(ExpressionGuard.tablePrefix)\(index)", in: database))
      } catch {
        throw ExpressionProblem(part.scanned, names).explain(error)
      }
    }
    derivedEvaluators = Array(evaluators.prefix(derived.count))
    conditionEvaluators = Array(evaluators.dropFirst(derived.count))
    // One transaction for all rows; a failed BEGIN would only make them slower.
    _ = try? database.begin()
  }

  /// The columns that a derived parameter depends on, through others too, ascending.
  package func columns(ofDerived index: Int) -> [Int] {
    derivedEvaluators[index].columns
  }

  /// The columns that a condition depends on, through derived parameters too, ascending.
  package func columns(ofCondition index: Int) -> [Int] {
    conditionEvaluators[index].columns
  }

  /// The derived parameters that a derived parameter depends on, each behind those that it reads.
  func derived(behindDerived index: Int) -> [Int] { derivedEvaluators[index].derived }

  /// Computes a derived parameter for one row.
  ///
  /// - Parameters:
  ///   - index: which of the derived parameters.
  ///   - row: a value for each column, nil where the parameter has none here; or one for each
  ///     derived parameter too, where those that it reads are known.
  /// - Returns: its value, typed as what it looks like.
  /// - Throws: ``Diagnostics`` EE131 where it cannot be computed, EE135 where a division of whole
  ///   numbers drops its remainder.
  package func derived(
    _ index: Int, _ row: [ParameterValue?]
  ) throws(Diagnostics) -> ParameterValue {
    let evaluator = derivedEvaluators[index]
    let row = try filled(row, for: evaluator)
    if let source = copies[index] { return row[source] ?? ParameterValue(spelled: "null") }
    let result = try evaluate(evaluator, row)
    return try verdict(evaluator, row).value(of: result)
  }

  /// Decides a condition for one row.
  ///
  /// - Parameters:
  ///   - index: which of the conditions.
  ///   - row: a value for each column; nil where the parameter has none here.
  /// - Returns: whether it holds.
  /// - Throws: ``Diagnostics`` EE131, EE133 neither true nor false, EE134 NULL, EE135.
  package func condition(_ index: Int, _ row: [ParameterValue?]) throws(Diagnostics) -> Bool {
    let evaluator = conditionEvaluators[index]
    let row = try filled(row, for: evaluator)
    let result = try evaluate(evaluator, row)
    return try verdict(evaluator, row).truth(of: result)
  }

  /// Returns what decides a condition for many combinations at once; nil where nothing does.
  ///
  /// The last of the dimensions is the fastest; all else that the condition reads has no value.
  func grid(
    ofCondition index: Int, over dimensions: [ExpressionGrid.Dimension]
  ) -> ExpressionGrid? {
    // What cannot be decided so is asked for row by row.
    try? conditionEvaluators[index].grid(over: dimensions)
  }

  /// Returns what computes a derived parameter for many combinations at once; nil where nothing does.
  func grid(
    ofDerived index: Int, over dimensions: [ExpressionGrid.Dimension]
  ) -> ExpressionGrid? {
    copies[index] == nil ? try? derivedEvaluators[index].grid(over: dimensions) : nil
  }

  /// Appends what is derived and read: as it is spelled, which is what people see of it.
  private func filled(
    _ row: [ParameterValue?], for evaluator: ExpressionEvaluator
  ) throws(Diagnostics) -> [ParameterValue?] {
    guard !evaluator.derived.isEmpty, row.count < names.all.count else { return row }
    var row = row + [ParameterValue?](repeating: nil, count: names.derived.count)
    for index in evaluator.derived {
      // Neighbouring rows share most of their values.
      let sources = derivedEvaluators[index].columns.map { row[$0] }
      let isKnown = last[index]?.sources == sources
      let value = try isKnown ? last[index]?.value : derived(index, row)
      if !isKnown { last[index] = (sources, value) }
      row[names.columns.count + index] = value?.scalar.kind == .null ? nil : value
    }
    return row
  }

  private func evaluate(
    _ evaluator: ExpressionEvaluator, _ row: [ParameterValue?]
  ) throws(Diagnostics) -> ExpressionEvaluator.Result {
    if let found = evaluator.comparedBoolean(row) {
      throw verdict(evaluator, row).booleanText(found.token, names.all[found.name])
    }
    let result: ExpressionEvaluator.Result
    do throws(ExpressionFailure) {
      result = try evaluator.evaluate(row)
    } catch {
      throw ExpressionProblem(evaluator.scanned, names).explain(
        error, for: verdict(evaluator, row).place)
    }
    try verdict(evaluator, row).checkNumbers(in: result)
    return result
  }

  private func verdict(
    _ evaluator: ExpressionEvaluator, _ row: [ParameterValue?]
  ) -> ExpressionVerdict {
    ExpressionVerdict(
      scanned: evaluator.scanned, columns: evaluator.columns, names: names.columns,
      row: row)
  }
}

extension ExpressionTable {
  /// Expressions that are only a name, in brackets or not: their values keep their spellings.
  private static func copies(
    _ scanned: [ScannedExpression], _ names: ExpressionNames
  ) -> [Int: Int] {
    var copies: [Int: Int] = [:]
    for (index, expression) in scanned.enumerated() {
      let tokens = expression.tokens.filter { $0.text != "(" && $0.text != ")" }
      guard tokens.count == 1, [.name, .quotedName].contains(tokens[0].kind),
        case .value(let source)? = names[tokens[0].text]
      else { continue }
      copies[index] = source
    }
    return copies
  }

  /// The names whose values a file spells: parameters, and copies of such.
  private static func typed(_ copies: [Int: Int], parameters: Int) -> Set<Int> {
    var typed = Set(0..<parameters)
    while let next = copies.first(where: {
      typed.contains($0.value) && !typed.contains($0.key + parameters)
    }) {
      typed.insert(next.key + parameters)
    }
    return typed
  }

  private typealias Checked = (scanned: ScannedExpression, references: ExpressionReferences)

  /// Reports everything that is wrong with any of them.
  private static func check(
    _ inputs: [(expression: Expression, isCondition: Bool)], _ layout: ExpressionLayout,
    in database: ExpressionDatabase
  ) throws(Diagnostics) -> [Checked] {
    var checked: [Checked] = []
    var problems: [Diagnostic] = []
    for input in inputs {
      do throws(Diagnostics) {
        let scanned = try ScannedExpression(input.expression, isCondition: input.isCondition)
        try scanned.checkNumberTexts()
        checked.append((scanned, try references(of: scanned, layout, in: database)))
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return checked
  }

  private static func references(
    of scanned: ScannedExpression, _ layout: ExpressionLayout, in database: ExpressionDatabase
  ) throws(Diagnostics) -> ExpressionReferences {
    do throws(ExpressionFailure) {
      let words = Set(scanned.tokens.map { $0.text.lowercased() })
      let text = scanned.expression.text
      let evaluated = scanned.withSpelledTexts(layout.names)
      var read: Set<String> = []
      // What is evaluated may read more; what is wrong is to be said of the user's own text.
      for text in text == evaluated ? [text] : [text, evaluated] {
        read = try database.columnsRead(
          creating: ExpressionLayout.checkedTable, as: layout.checking(text, naming: words))
      }
      return ExpressionReferences(reading: read, of: layout.names)
    } catch {
      throw ExpressionProblem(scanned, layout.names).explain(error)
    }
  }

  private static func explain(
    _ cycle: [Int], of derived: [(name: String, expression: Expression)]
  ) -> Diagnostics {
    let names = (cycle + cycle.prefix(1)).map { derived[$0].name }
    return derived[cycle[0]].expression.report(
      .referenceCycle, "depends on itself: \(names.joined(separator: " → "))")
  }
}
