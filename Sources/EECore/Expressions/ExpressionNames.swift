/// The columns that expressions may name, and what each name means.
struct ExpressionNames {
  enum Meaning: Hashable {
    case value(Int)
    /// How the value is spelled.
    case spelling(Int)
  }

  let columns: [String]
  let derived: [String]
  /// The columns, then what is derived; places of names are places in this.
  let all: [String]
  /// Begins the names of our own columns; no expression has it.
  let own: String
  /// By what SQL compares, which knows no case.
  private let meanings: [String: Meaning]

  /// - Throws: ``Diagnostics`` EE103 at an expression whose name stands twice, EE131 where names
  ///   differ by case alone.
  init(
    columns: [String], derived: [(name: String, expression: Expression)], conditions: [Expression]
  ) throws(Diagnostics) {
    self.columns = columns
    self.derived = derived.map(\.name)
    all = columns + derived.map(\.name)
    let expressions = derived.map(\.expression) + conditions
    var meanings: [String: Meaning] = [:]
    for (index, name) in columns.enumerated() {
      if case .value(let other)? = meanings[name.lowercased()] {
        throw Self.collision(columns[other], name, expressions)
      }
      meanings[name.lowercased()] = .value(index)
      meanings[Self.spelling(name).lowercased()] = .spelling(index)
    }
    for (index, entry) in derived.enumerated() {
      let place = columns.count + index
      guard meanings.updateValue(.value(place), forKey: entry.name.lowercased()) == nil else {
        throw entry.expression.report(
          .duplicateKey, "has the name of another parameter, or differs from it only by case",
          hint: "give it another name")
      }
      meanings[Self.spelling(entry.name).lowercased()] = .spelling(place)
    }
    self.meanings = meanings
    let taken = (expressions.map(\.text) + columns + derived.map(\.name)).map { $0.lowercased() }
    var own = "own"
    while taken.contains(where: { $0.contains(own) }) { own += "_" }
    self.own = own
  }

  subscript(name: String) -> Meaning? { meanings[name.lowercased()] }

  static func spelling(_ name: String) -> String { name + ".text" }

  private static func collision(
    _ first: String, _ second: String, _ expressions: [Expression]
  ) -> Diagnostics {
    let message =
      "cannot tell parameters '\(first)' and '\(second)' apart, as SQL does not look at case"
    return expressions.first?.report(.malformedExpression, message, hint: "rename one of them")
      ?? Diagnostics(.malformedExpression, "expressions \(message)", hint: "rename one of them")
  }
}
