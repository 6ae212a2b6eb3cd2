/// What an expression reads.
struct ExpressionReferences: Hashable {
  var columns: Set<Int> = []
  var spellings: Set<Int> = []
  var derived: Set<Int> = []

  init() {}

  init(reading names: Set<String>, of known: ExpressionNames) {
    for name in names {
      switch known[name] {
      case .column(let index): columns.insert(index)
      case .spelling(let index): spellings.insert(index)
      case .derived(let index): derived.insert(index)
      case nil: break
      }
    }
  }

  /// Indices of the columns whose value or spelling is read, ascending.
  var allColumns: [Int] { columns.union(spellings).sorted() }

  mutating func form(unionWith other: ExpressionReferences) {
    columns.formUnion(other.columns)
    spellings.formUnion(other.spellings)
    derived.formUnion(other.derived)
  }
}
