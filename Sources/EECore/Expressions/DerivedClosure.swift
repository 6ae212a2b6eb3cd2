/// Follows what derived parameters read through other derived ones.
struct DerivedClosure {
  /// What each derived parameter reads itself, in their order.
  let direct: [ExpressionReferences]
  /// How many names are parameters.
  let parameters: Int

  /// The parameters that an expression depends on in the end, ascending.
  func columns(of references: ExpressionReferences) -> [Int] {
    let all = order(of: references).reduce(into: Set(references.all)) {
      $0.formUnion(direct[$1].all)
    }
    return all.filter { $0 < parameters }.sorted()
  }

  /// The derived parameters that an expression depends on, each behind those that it reads.
  func order(of references: ExpressionReferences) -> [Int] {
    var seen: Set<Int> = []
    var order: [Int] = []
    func visit(_ references: ExpressionReferences) {
      for index in derived(in: references) where seen.insert(index).inserted {
        visit(direct[index])
        order.append(index)
      }
    }
    visit(references)
    return order
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

  private func derived(in references: ExpressionReferences) -> [Int] {
    references.all.filter { $0 >= parameters }.map { $0 - parameters }
  }

  private func search(
    _ goal: Int, from index: Int, _ path: inout [Int], _ seen: inout Set<Int>
  ) -> Bool {
    path.append(index)
    for next in derived(in: direct[index]) {
      if next == goal { return true }
      if seen.insert(next).inserted, search(goal, from: next, &path, &seen) { return true }
    }
    path.removeLast()
    return false
  }
}
