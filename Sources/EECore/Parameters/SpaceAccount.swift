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
  /// Points before their repetitions, and how often each is repeated.
  typealias Group = (count: Int, repeats: [Int])

  /// What a sample left of each product, and its seed.
  var sample: (groups: [Group], seed: UInt64)?
  /// Points that `include` added.
  var included: [Group] = []
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
    let groups = (sample?.groups ?? []) + included
    let isEven = groups.allSatisfy { $0.repeats == groups[0].repeats }
    if let sample {
      let drawn = products.contains { !$0.drawn.isEmpty } ? "drawn" : "kept"
      let text = "\(drawn) by sample, seed \(sample.seed)"
      after.append(SpaceAccount.text(of: sample.groups, text, isEven: isEven))
    }
    if !included.isEmpty {
      after.append(SpaceAccount.text(of: included, "included", isEven: isEven))
    }
    if isEven, let repeats = groups.first?.repeats, !repeats.isEmpty {
      after.append("each × " + repeats.map(String.init).joined(separator: " × ") + " (repeat)")
    }
    if duplicates > 0 { after.append("\(duplicates) there already") }
    if !after.isEmpty { lines.append(after.joined(separator: "; ")) }
    return lines + ["\(count) \(count == 1 ? "experiment" : "experiments")"]
  }

  /// Points of several products, with how often those of each are repeated where this differs.
  private static func text(of groups: [Group], _ what: String, isEven: Bool) -> String {
    let count = groups.reduce(0) { $0 + $1.count }
    guard !isEven else { return "\(count) \(what)" }
    var sums: [Group] = []
    for group in groups where group.count > 0 {
      if let same = sums.firstIndex(where: { $0.repeats == group.repeats }) {
        sums[same].count += group.count
      } else {
        sums.append(group)
      }
    }
    let points = sums.reduce(0) { $0 + $1.repeats.reduce($1.count, *) }
    let terms = sums.map { group in
      let factors = ([group.count] + group.repeats).map(String.init).joined(separator: " × ")
      return factors + (group.repeats.isEmpty ? "" : " (repeat)")
    }
    return "\(count) \(what): \(points) = \(terms.joined(separator: " + "))"
  }

  private func line(for product: Product) -> String {
    // Rules and samples come before repetitions, and are counted so.
    let isWhole = product.excluded.isEmpty && sample == nil
    let factors = isWhole ? product.factors : product.factors.filter { !$0.isRepeat }
    let total = factors.reduce(1) { $0 * $1.count }
    var text = "\(total) = " + SpaceAccount.text(of: factors)
    for name in product.drawn { text += " × \(name) (drawn)" }
    for rule in product.excluded {
      let isAlone = product.excluded.filter { $0.position.line == rule.position.line }.count == 1
      let column = isAlone ? "" : ", column \(rule.position.column)"
      text += "; \(rule.count) excluded by line \(rule.position.line)\(column)"
    }
    guard !isWhole, sample == nil, !product.repeats.isEmpty else { return text }
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
