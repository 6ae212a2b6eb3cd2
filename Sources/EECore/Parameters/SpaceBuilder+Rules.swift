// `where` and `exclude`: which cells of the products are kept.
extension SpaceBuilder {
  /// What is drawn or repeated comes after the rules, so they cannot ask for it.
  func checkRules() throws(Diagnostics) {
    let drawn = Set(spec.subspaces.flatMap { $0.drawn.map(\.name) })
    var condition = 0
    for rule in spec.rules {
      var asked: [String] = []
      if let expression = rule.test.expression {
        asked = table.columns(ofCondition: condition).map { names[$0] }
        condition += 1
        try check(asked, drawn, named: expression.title, at: rule.position)
      } else if case .match(let entries) = rule.test {
        try check(entries.map(\.key), drawn, named: "'exclude'", at: rule.position)
      }
    }
  }

  private func check(
    _ asked: [String], _ drawn: Set<String>, named title: String, at position: SourcePosition
  ) throws(Diagnostics) {
    for name in asked {
      let isRepeat = axes.contains { $0.name == name && $0.isRepeat }
      guard isRepeat || drawn.contains(name) else { continue }
      throw Diagnostics(
        .unknownColumn,
        "\(title) depends on '\(name)', which is \(isRepeat ? "repeated" : "drawn") after it",
        at: position, hint: "it can only ask for parameters with values of their own")
    }
  }

  /// Returns the cells that the rules keep, ascending; nil where they keep all.
  mutating func survivors(_ index: Int) throws(Diagnostics) -> [UInt32]? {
    guard !spec.rules.isEmpty else { return nil }
    let subspace = spec.subspaces[index]
    var filters: [RuleFilter] = []
    var condition = 0
    for rule in spec.rules {
      let isExpression = rule.test.expression != nil
      filters.append(
        try RuleFilter(
          rule, condition: isExpression ? condition : nil, subspace: subspace, names: names,
          table: table))
      if isExpression { condition += 1 }
    }
    var excluded = [Int](repeating: 0, count: filters.count)
    var kept: [UInt32] = []
    for cell in 0..<subspace.cellCount {
      var isKept = true
      for rule in filters.indices where isKept {
        isKept = try filters[rule].keeps(cell)
        if !isKept { excluded[rule] += 1 }
      }
      if isKept { kept.append(UInt32(cell)) }
    }
    account.products[index].excluded = zip(spec.rules, excluded).map { ($0.position, $1) }
    if spec.subspaces.count == 1 {
      for rule in filters.indices { warnings += filters[rule].warnings() }
    }
    return kept
  }
}

extension SpaceSpec.Rule.Test {
  /// The expression of the rule; nil for a match of values.
  var expression: Expression? {
    switch self {
    case .keep(let expression), .drop(let expression): expression
    case .match: nil
    }
  }
}
