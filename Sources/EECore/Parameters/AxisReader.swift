internal import EETemplate

/// Reads the values of one parameter: hostlist text, a list, a rule, or a single value.
enum AxisReader {
  static func axis(_ entry: ConfigEntry) throws(Diagnostics) -> Axis {
    try checkName(entry)
    var isRepeat = entry.key == "repeat"
    let values: [ParameterValue]
    switch entry.value.content {
    case .scalar(let scalar):
      // Nothing after the colon is no value, whereas `null` was written.
      values =
        scalar.isPlain && scalar.kind != .string && !scalar.text.isEmpty
        ? [ParameterValue(scalar)] : try expand(scalar, in: entry)
    case .sequence(let nodes): values = try list(nodes, in: entry)
    case .mapping(let rule):
      if let distribution = try distribution(entry) { throw drawn(distribution) }
      if rule.contains(where: { RuleReader.rangeKeys.contains($0.key) }) {
        values = try DecimalRange(entry).values()
        break
      }
      isRepeat = true
      values = try repetitions(rule, in: entry)
    }
    guard !values.isEmpty else {
      throw Diagnostics(
        .emptyParameter, "parameter '\(entry.key)' has no values, expected at least one",
        at: entry.value.position, hint: "write \(entry.key): \"1,2\" or \(entry.key): [1, 2]")
    }
    return Axis(name: entry.key, values: values, at: entry.keyPosition, isRepeat: isRepeat)
  }

  /// Returns what a parameter is drawn from, or nil where its values are given.
  ///
  /// - Throws: ``Diagnostics`` EE105 no name, EE104 unknown key, EE126 the rest.
  static func distribution(_ entry: ConfigEntry) throws(Diagnostics) -> Distribution? {
    guard let reader = DistributionReader(entry) else { return nil }
    try checkName(entry)
    return try reader.distribution()
  }

  private static func drawn(_ distribution: Distribution) -> Diagnostics {
    Diagnostics(
      .missingSample, "parameter '\(distribution.name)' is drawn, but there is no 'sample'",
      at: distribution.position, width: distribution.name.count,
      hint: "write sample: {count: 50, seed: 7}")
  }

  /// A parameter's name is written in frames, so it is made of what frames allow.
  static func checkName(_ entry: ConfigEntry) throws(Diagnostics) {
    guard entry.key.utf8.allSatisfy(FrameName.allows), entry.key.utf8.contains(where: { $0 > 57 })
    else {
      throw Diagnostics(
        .wrongKind,
        "parameter name '\(entry.key)' is not a word, expected letters, digits, '_' and '-'",
        at: entry.keyPosition, width: entry.key.count)
    }
  }

  private static func list(
    _ nodes: [ConfigNode], in entry: ConfigEntry
  ) throws(Diagnostics) -> [ParameterValue] {
    var values: [ParameterValue] = []
    for node in nodes {
      guard let scalar = node.scalar else {
        throw node.wrongKind("a value of parameter '\(entry.key)'", expected: "text or a number")
      }
      values.append(ParameterValue(scalar))
    }
    return values
  }

  private static func repetitions(
    _ rule: [ConfigEntry], in entry: ConfigEntry
  ) throws(Diagnostics) -> [ParameterValue] {
    let known = rule.contains { $0.key == "repeat" } ? ["repeat"] : RuleReader.allKeys
    try rule.check(keys: known, in: "parameter '\(entry.key)'")
    guard let count = rule.first else { return [] }
    let number = try count.value.integer(of: "'repeat' of parameter '\(entry.key)'", atLeast: 1)
    guard number <= 100_000 else {
      throw Diagnostics(
        .tooManyValues, "\(number) repetitions, expected at most 100000", at: count.value.position)
    }
    return (1...number).map { ParameterValue(spelled: String($0)) }
  }

  private static func expand(
    _ scalar: Scalar, in entry: ConfigEntry
  ) throws(Diagnostics) -> [ParameterValue] {
    do throws(HostlistExpression.Failure) {
      return try HostlistExpression(scalar.text).expanded().map(ParameterValue.init(spelled:))
    } catch {
      throw explain(error, in: entry)
    }
  }

  private static func explain(
    _ failure: HostlistExpression.Failure, in entry: ConfigEntry
  ) -> Diagnostics {
    let name = "parameter '\(entry.key)'"
    let position = entry.value.position(ofByte: failure.offset)
    func report(_ code: DiagnosticCode, _ message: String, _ hint: String?) -> Diagnostics {
      Diagnostics(code, message, at: position, width: failure.length, hint: hint)
    }
    switch failure.problem {
    case .unclosedBracket:
      return report(.malformedHostlist, "\(name): '[' is not closed, expected ']'", nil)
    case .strayBracket:
      return report(.malformedHostlist, "\(name): ']' without a '[' before it", nil)
    case .nestedBracket:
      return report(.malformedHostlist, "\(name): '[' inside brackets, expected numbers", nil)
    case .notANumber(let text):
      return report(
        .malformedHostlist, "\(name): '[\(text)]' is no range of numbers, expected such as [1-3,7]",
        "write other values with commas and without brackets: a,b,c")
    case .backwards(let from, let to):
      return report(
        .backwardsRange,
        "\(name): range '\(from)-\(to)' runs backwards, expected the smaller first",
        "did you mean [\(to)-\(from)]?")
    case .tooMany(let limit):
      return report(.tooManyValues, "\(name): more than \(limit) values", nil)
    case .tooLong(let limit):
      return report(.tooManyValues, "\(name): values of more than \(limit) bytes together", nil)
    }
  }
}
