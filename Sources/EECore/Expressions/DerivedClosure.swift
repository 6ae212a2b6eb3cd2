/// Follows what derived parameters read through other derived ones.
struct DerivedClosure {
  /// What each derived parameter reads itself, in their order.
  let direct: [ExpressionReferences]

  /// Everything that an expression depends on in the end.
  func closure(of references: ExpressionReferences) -> ExpressionReferences {
    var all = references
    var open = Array(references.derived)
    while let index = open.popLast() {
      let new = direct[index].derived.subtracting(all.derived)
      all.form(unionWith: direct[index])
      open += new
    }
    return all
  }

  /// The first derived parameters that depend on themselves, in a circle; nil where none does.
  func cycle() -> [Int]? {
    for start in direct.indices {
      var path: [Int] = []
      var seen: Set<Int> = []
      if search(start, from: start, &path, &seen) { return path }
    }
    return nil
  }

  private func search(
    _ goal: Int, from index: Int, _ path: inout [Int], _ seen: inout Set<Int>
  ) -> Bool {
    path.append(index)
    for next in direct[index].derived.sorted() {
      if next == goal { return true }
      if seen.insert(next).inserted, search(goal, from: next, &path, &seen) { return true }
    }
    path.removeLast()
    return false
  }
}
