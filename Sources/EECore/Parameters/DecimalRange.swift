/// The values of `{from, to, step}` or `{from, to, count, scale}`, ends included.
///
/// Stepped and linear ranges are exact, all values with the digits that the finest of them needs.
/// Where the values have no end of digits, and in logarithmic ranges, they have 6 significant digits
/// in a short form, between ends as they are written.
struct DecimalRange {
  static let countLimit = 100_000
  /// Digits beyond those of the ends that an exact value may take.
  static let furtherDigits = 12

  private let reader: RuleReader
  private let rule: ConfigNode
  private let fromNode: ConfigNode
  private let toNode: ConfigNode
  private let from: ExactDecimal
  private let to: ExactDecimal

  /// - Throws: ``Diagnostics`` EE104 unknown key, EE125 where an end is missing or no number.
  init(_ entry: ConfigEntry) throws(Diagnostics) {
    reader = RuleReader(entry: entry, code: .malformedRange)
    rule = entry.value
    try (rule.mapping ?? []).check(keys: RuleReader.rangeKeys, in: reader.title)
    guard let fromNode = rule["from"], let toNode = rule["to"] else {
      throw reader.refuse(
        "a range without '\(rule["from"] == nil ? "from" : "to")'",
        hint: "write \(entry.key): {from: 0, to: 1, step: 0.1}")
    }
    self.fromNode = fromNode
    self.toNode = toNode
    from = try reader.number(fromNode, "from")
    to = try reader.number(toNode, "to")
  }

  /// - Throws: ``Diagnostics`` EE122 against the direction, EE124 too many, EE125 the rest.
  func values() throws(Diagnostics) -> [ParameterValue] {
    switch (rule["step"], rule["count"]) {
    case (let step?, nil): return try stepped(step).map(ParameterValue.init(spelled:))
    case (nil, let count?): return try counted(count).map(ParameterValue.init(spelled:))
    case (let step?, _?):
      throw reader.refuse("a range with 'step' and 'count', expected one of them", at: step)
    case (nil, nil):
      throw reader.refuse(
        "a range without 'step' or 'count'",
        hint: "write step: 0.1 for the distance, or count: 5 for the number of values")
    }
  }

  private func stepped(_ node: ConfigNode) throws(Diagnostics) -> [String] {
    if let scale = rule["scale"], scale.scalar?.text != "linear" {
      throw reader.refuse("a range with 'step' and 'scale', expected 'count'", at: scale)
    }
    let step = try reader.number(node, "step")
    guard step.mantissa != 0 else {
      throw reader.refuse("step is 0, expected a distance", at: node)
    }
    guard let grid = DecimalGrid([from, to, step]) else { throw tooManyDigits() }
    let distance = grid.distance
    let stride = grid.units[2]
    guard distance == 0 || (distance < 0) == (stride < 0) else { throw backwards(step, node) }
    let steps = distance / stride
    guard steps < Self.countLimit else { throw tooMany(at: node) }
    guard distance % stride == 0 else {
      let last = grid.units[0] + steps * stride
      throw reader.refuse(
        "steps of \(shown(node)) from \(shown(fromNode)) do not hit \(shown(toNode))", at: toNode,
        hint: "end at \(grid.text(last)) or at \(grid.text(last + stride))")
    }
    return (0...steps).map { grid.text(grid.units[0] + $0 * stride) }
  }

  private func counted(_ node: ConfigNode) throws(Diagnostics) -> [String] {
    guard let count = node.scalar.flatMap({ Int($0.text) }), count > 0 else {
      throw reader.refuse(
        "count is \(reader.shown(node)), expected a whole number of at least 1", at: node)
    }
    guard count <= Self.countLimit else { throw tooMany(at: node) }
    let isLogarithmic = try isLogarithmic()
    guard let ends = DecimalGrid([from, to]) else {
      guard isLogarithmic, count > 1 else { throw tooManyDigits() }
      return try logarithmic(count)
    }
    let distance = ends.distance
    guard (count == 1) == (distance == 0) else {
      throw reader.refuse(
        "\(count) values from \(shown(fromNode)) to \(shown(toNode)), expected "
          + (distance == 0 ? "1" : "at least 2"), at: node)
    }
    guard count > 1 else { return [shown(fromNode)] }
    if isLogarithmic { return try logarithmic(count) }
    if let texts = exact(count, ends) { return texts }
    return try rounded(count) { ends.value(at: $0, of: count - 1) }
  }

  private func isLogarithmic() throws(Diagnostics) -> Bool {
    guard let scale = rule["scale"], scale.scalar?.text != "linear" else { return false }
    guard scale.scalar?.text == "log" else {
      throw reader.refuse(
        "scale is \(reader.shown(scale)), expected 'linear' or 'log'", at: scale,
        hint: Suggestion.nearest(to: scale.scalar?.text ?? "", among: ["linear", "log"])
          .map { "did you mean '\($0)'?" })
    }
    for (node, end) in [(fromNode, from), (toNode, to)] where end.mantissa <= 0 {
      throw reader.refuse(
        "a logarithmic range has the end \(shown(node)), expected a number above 0", at: node)
    }
    return true
  }

  /// Nil where the values have more digits than are of use.
  private func exact(_ count: Int, _ ends: DecimalGrid) -> [String]? {
    for further in 0...Self.furtherDigits {
      guard let finer = ends.finer(by: further) else { return nil }
      let (stride, rest) = finer.distance.quotientAndRemainder(dividingBy: count - 1)
      if rest == 0 { return (0..<count).map { finer.text(finer.units[0] + $0 * stride) } }
    }
    return nil
  }

  private func logarithmic(_ count: Int) throws(Diagnostics) -> [String] {
    let first = RealFunctions.log(from.double)
    let last = RealFunctions.log(to.double)
    return try rounded(count) {
      RealFunctions.exp(first + (last - first) * Double($0) / Double(count - 1))
    }
  }

  private func rounded(
    _ count: Int, _ value: (Int) -> Double
  ) throws(Diagnostics) -> [String] {
    let between = (1..<count - 1).map { ExactDecimal.shortText(of: value($0)) }
    let texts = [shown(fromNode)] + between + [shown(toNode)]
    guard Set(texts.map { Double($0) }).count == count else {
      throw reader.refuse("\(count) values are not different in 6 digits, expected fewer")
    }
    return texts
  }

  private func shown(_ node: ConfigNode) -> String { node.scalar?.text ?? "" }
}

extension DecimalRange {
  private func backwards(_ step: ExactDecimal, _ node: ConfigNode) -> Diagnostics {
    let turned = ExactDecimal(mantissa: -step.mantissa, exponent: step.exponent)
    return reader.refuse(
      "steps of \(shown(node)) from \(shown(fromNode)) lead away from \(shown(toNode))", at: node,
      hint: "write step: \(turned.fixedText())", code: .backwardsRange)
  }

  private func tooMany(at node: ConfigNode) -> Diagnostics {
    reader.refuse("more than \(Self.countLimit) values", at: node, code: .tooManyValues)
  }

  private func tooManyDigits() -> Diagnostics {
    reader.refuse("the numbers of the range lie too far apart to be computed exactly")
  }
}
