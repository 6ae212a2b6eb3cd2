/// How the number of points came about, for people.
package struct SpaceAccount: Sendable {
  /// One product and what was taken from it.
  package struct Product: Sendable {
    package struct Factor: Sendable {
      /// - Shape: several where they move in lockstep.
      package let names: [String]
      package let count: Int
      package let isRepeat: Bool
    }

    package internal(set) var factors: [Factor] = []
    /// Parameters whose values are drawn.
    package internal(set) var drawn: [String] = []
    /// What each rule took away, in the order applied: the rule's place and how many.
    package internal(set) var excluded: [(position: SourcePosition, count: Int)] = []

    var repeats: [Factor] { factors.filter(\.isRepeat) }

    /// The points before any rule.
    var size: Int { factors.filter { !$0.isRepeat }.reduce(1) { $0 * $1.count } }
    var left: Int { excluded.reduce(size) { $0 - $1.count } }
  }

  package internal(set) var products: [Product] = []
  /// The number of cells that a sample left, its seed, and the points with their repetitions.
  package internal(set) var sampled: (count: Int, seed: UInt64, points: Int)?
  /// Points that `include` added.
  package internal(set) var included = 0
  /// Points that an earlier product, or a product before an inclusion, has already.
  package internal(set) var duplicates = 0
  /// The number of points.
  package internal(set) var count = 0
}

extension SpaceAccount {
  /// Lines such as `96 = 4 × 3 (zipped) × 8; 12 excluded by line 14`, and the sum in the last.
  package var lines: [String] {
    var lines = products.map(line(for:))
    var after: [String] = []
    if let sampled {
      let drawn = products.contains { !$0.drawn.isEmpty } ? "drawn" : "kept"
      after.append("\(sampled.count) \(drawn) by sample, seed \(sampled.seed)")
      if sampled.points != sampled.count {
        after.append(repetitions(of: sampled.count, points: sampled.points))
      }
    }
    if included > 0 { after.append("\(included) included") }
    if duplicates > 0 { after.append("\(duplicates) there already") }
    if !after.isEmpty { lines.append(after.joined(separator: "; ")) }
    return lines + ["\(count) \(count == 1 ? "experiment" : "experiments")"]
  }

  private func repetitions(of cells: Int, points: Int) -> String {
    let repeats = products.first?.repeats ?? []
    guard repeats.reduce(cells, { $0 * $1.count }) == points else {
      return "\(points) with repetitions"
    }
    return "\(points) = \(cells) × " + SpaceAccount.text(of: repeats)
  }

  private func line(for product: Product) -> String {
    // Rules and samples come before repetitions, and are counted so.
    let isWhole = product.excluded.isEmpty && sampled == nil
    let factors = isWhole ? product.factors : product.factors.filter { !$0.isRepeat }
    let total = factors.reduce(1) { $0 * $1.count }
    var text = "\(total) = " + SpaceAccount.text(of: factors)
    for name in product.drawn { text += " × \(name) (drawn)" }
    for rule in product.excluded {
      let isAlone = product.excluded.filter { $0.position.line == rule.position.line }.count == 1
      let column = isAlone ? "" : ", column \(rule.position.column)"
      text += "; \(rule.count) excluded by line \(rule.position.line)\(column)"
    }
    guard !isWhole, sampled == nil, !product.repeats.isEmpty else { return text }
    let points = product.repeats.reduce(product.left) { $0 * $1.count }
    return text + "; \(points) = \(product.left) × " + SpaceAccount.text(of: product.repeats)
  }

  private static func text(of factors: [Product.Factor]) -> String {
    guard !factors.isEmpty else { return "1" }
    return factors.map { factor in
      let note = factor.isRepeat ? " (repeat)" : factor.names.count > 1 ? " (zipped)" : ""
      return "\(factor.count)\(note)"
    }.joined(separator: " × ")
  }
}
