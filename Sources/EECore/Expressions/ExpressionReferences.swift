/// What an expression reads itself, as places among all names: parameters, then derived ones.
struct ExpressionReferences: Hashable {
  var values: Set<Int> = []
  var spellings: Set<Int> = []

  init(values: Set<Int> = [], spellings: Set<Int> = []) {
    self.values = values
    self.spellings = spellings
  }

  init(reading names: Set<String>, of known: ExpressionNames) {
    for name in names {
      switch known[name] {
      case .value(let index): values.insert(index)
      case .spelling(let index): spellings.insert(index)
      case nil: break
      }
    }
  }

  /// Names whose value or spelling is read, ascending.
  var all: [Int] { values.union(spellings).sorted() }
}
