/// Reads `{uniform: [a, b]}`, `{loguniform: [a, b]}`, `{normal: [mean, sd]}`, `{choice: […]}`.
struct DistributionReader {
  /// Two ends that agree in more digits than this would give the same numbers again and again.
  private static let narrowest = 1e-4

  private let reader: RuleReader
  private let entry: ConfigEntry
  private let kind: String
  private let value: ConfigNode

  /// Nil where the parameter is not drawn.
  init?(_ entry: ConfigEntry) {
    guard
      let rule = entry.value.mapping?.first(where: { RuleReader.distributionKeys.contains($0.key) })
    else { return nil }
    reader = RuleReader(entry: entry, code: .malformedDistribution)
    self.entry = entry
    kind = rule.key
    value = rule.value
  }

  /// - Throws: ``Diagnostics`` EE104 unknown key, EE126 the rest.
  func distribution() throws(Diagnostics) -> Distribution {
    let hasInterval = kind == "uniform" || kind == "loguniform"
    try (entry.value.mapping ?? []).check(
      keys: hasInterval ? [kind, "integer"] : [kind], in: "\(reader.title), which is '\(kind)'")
    let shape: Distribution.Shape =
      switch kind {
      case "choice": try choice()
      case "normal": try normal()
      default: try isWhole() ? wholeInterval() : interval()
      }
    return Distribution(name: entry.key, shape: shape, position: entry.keyPosition)
  }

  private func choice() throws(Diagnostics) -> Distribution.Shape {
    guard let nodes = value.sequence, !nodes.isEmpty else {
      throw reader.refuse(
        "choice is \(value.sequence == nil ? reader.shown(value) : "empty"), expected a list of "
          + "values", at: value, hint: "write choice: [1, 2]")
    }
    var values: [ParameterValue] = []
    for node in nodes {
      guard let scalar = node.scalar else {
        throw reader.refuse(
          "a choice is \(node.kindName), expected text or a number", at: node)
      }
      values.append(ParameterValue(scalar))
    }
    return .choice(values)
  }

  private func normal() throws(Diagnostics) -> Distribution.Shape {
    let (mean, deviation) = try pair("the mean and the standard deviation", "[0, 1]")
    let spread = try reader.number(deviation, "the standard deviation").double
    guard spread > 0 else {
      throw reader.refuse(
        "the standard deviation is \(reader.shown(deviation)), expected a number above 0",
        at: deviation)
    }
    return .normal(mean: try reader.number(mean, "the mean").double, deviation: spread)
  }

  private func interval() throws(Diagnostics) -> Distribution.Shape {
    let (first, second) = try ends()
    let low = Distribution.Bound(number: first.number.double, text: first.node.scalar?.text ?? "")
    let high = Distribution.Bound(
      number: second.number.double, text: second.node.scalar?.text ?? "")
    let size = max(abs(low.number), abs(high.number))
    guard (high.number - low.number).isFinite, high.number - low.number >= Self.narrowest * size
    else {
      throw reader.refuse(
        "'\(low.text)' and '\(high.text)' lie too near together, or too far apart, for numbers of 6 "
          + "digits", at: value)
    }
    return kind == "uniform" ? .uniform(low, high) : .loguniform(low, high)
  }

  private func wholeInterval() throws(Diagnostics) -> Distribution.Shape {
    let (first, second) = try ends()
    var bounds: [Int] = []
    for end in [first, second] {
      guard let number = end.number.reduced.units(ofPower: 0), number.magnitude <= 1 << 53 else {
        throw reader.refuse(
          "an end is \(reader.shown(end.node)), expected a whole number", at: end.node,
          hint: "without integer: true, any number is an end")
      }
      bounds.append(number)
    }
    return kind == "uniform"
      ? .wholeUniform(bounds[0], bounds[1]) : .wholeLoguniform(bounds[0], bounds[1])
  }

  private func isWhole() throws(Diagnostics) -> Bool {
    guard let node = entry.value["integer"] else { return false }
    guard let scalar = node.scalar, scalar.kind == .bool else {
      throw reader.refuse(
        "integer is \(reader.shown(node)), expected true or false", at: node)
    }
    return scalar.text.lowercased() == "true"
  }

  private typealias End = (node: ConfigNode, number: ExactDecimal)

  private func ends() throws(Diagnostics) -> (End, End) {
    let (first, second) = try pair("the smallest and the largest number", "[0.1, 0.5]")
    let low = try reader.number(first, "an end")
    let high = try reader.number(second, "an end")
    if kind == "loguniform", low.mantissa <= 0 {
      throw reader.refuse(
        "an end is \(reader.shown(first)), expected a number above 0", at: first)
    }
    guard low.double < high.double else {
      let texts = [first, second].map { $0.scalar?.text ?? "" }
      throw reader.refuse(
        "\(kind) from '\(texts[0])' to '\(texts[1])', expected the smaller first", at: value,
        hint: low == high
          ? "write \(entry.key): \(texts[0])" : "did you mean [\(texts[1]), \(texts[0])]?")
    }
    return ((first, low), (second, high))
  }

  private func pair(
    _ what: String, _ example: String
  ) throws(Diagnostics) -> (ConfigNode, ConfigNode) {
    guard let nodes = value.sequence, nodes.count == 2 else {
      let found = value.sequence.map { "a list of \($0.count)" } ?? reader.shown(value)
      throw reader.refuse(
        "\(kind) is \(found), expected a list of \(what)", at: value,
        hint: "write \(kind): \(example)")
    }
    return (nodes[0], nodes[1])
  }
}
