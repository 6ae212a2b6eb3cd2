/// Reads the parts of a sweep file that say which points there are.
struct SpaceReader {
  static let keys =
    ExperimentSection.keys + ["zip", "derive", "where", "exclude", "sample", "include"]

  /// Each is computed for every combination that it depends on.
  static let derivedLimit = 200

  private let root: ConfigNode
  private var spec = SpaceSpec()

  /// - Throws: ``Diagnostics`` with all that is wrong in the first part that is.
  static func read(_ root: ConfigNode) throws(Diagnostics) -> SpaceSpec {
    var reader = SpaceReader(root)
    try reader.readAxes()
    try reader.readDerive()
    try reader.readRules()
    try reader.readSample()
    for subspace in reader.spec.subspaces {
      try subspace.checkSize(
        isSampled: reader.spec.sample != nil, hasRules: !reader.spec.rules.isEmpty)
    }
    try reader.readInclude()
    return reader.spec
  }

  private init(_ root: ConfigNode) { self.root = root }

  private mutating func readAxes() throws(Diagnostics) {
    let section = try experiments()
    let groups = try ZipReader.groups(given("zip"))
    var found: [Diagnostic] = []
    for map in section.value.sequence ?? [section.value] {
      do throws(Diagnostics) {
        let entries = try map.entries(of: "'\(section.key)'")
        guard !entries.isEmpty else { throw SpaceReader.noParameters(section, map) }
        spec.subspaces.append(try subspace(entries, groups))
        spec.warnings += entries.compactMap(AxisSlip.warning)
      } catch {
        found += error.all
      }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    guard !spec.subspaces.isEmpty else { throw SpaceReader.noParameters(section, section.value) }
    try ZipReader.check(groups, names: spec.names)
  }

  private func experiments() throws(Diagnostics) -> ConfigEntry {
    let entries = root.mapping ?? []
    if let section = try ExperimentSection.find(in: entries) { return section }
    let near = entries.first {
      Suggestion.nearest(to: $0.key, among: ExperimentSection.keys) != nil
    }
    throw Diagnostics(
      .missingKey, "no section 'experiments', expected one with the swept parameters",
      at: near?.keyPosition ?? root.position, width: near?.key.count ?? 1,
      hint: near.map { "did you mean 'experiments' instead of '\($0.key)'?" }
        ?? "write experiments: {epoch: \"1,30,60\"}")
  }

  private static func noParameters(_ section: ConfigEntry, _ map: ConfigNode) -> Diagnostics {
    let isPart = section.value.sequence?.isEmpty == false
    return Diagnostics(
      .emptyParameter,
      (isPart ? "a map of section" : "section")
        + " '\(section.key)' has no parameters, expected at least one",
      at: isPart ? map.position : section.keyPosition, width: isPart ? 1 : section.key.count,
      hint: "write \(section.key): {epoch: \"1,30,60\"}")
  }

  private func subspace(
    _ entries: [ConfigEntry], _ groups: [[ConfigNode]]
  ) throws(Diagnostics) -> Subspace {
    var axes: [Axis] = []
    var drawn: [Subspace.Drawn] = []
    var found: [Diagnostic] = []
    for entry in entries {
      do throws(Diagnostics) {
        if let distribution = try AxisReader.distribution(entry) {
          drawn.append(
            Subspace.Drawn(
              name: entry.key, distribution: distribution, position: entry.keyPosition))
        } else {
          axes.append(try AxisReader.axis(entry))
        }
      } catch {
        found += error.all
      }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    return Subspace(
      dimensions: try ZipReader.dimensions(of: axes, groups, drawn: drawn.map(\.name)),
      drawn: drawn, names: entries.map(\.key))
  }

  private mutating func readDerive() throws(Diagnostics) {
    let entries = try root["derive"]?.entries(of: "'derive'") ?? []
    if entries.count > SpaceReader.derivedLimit {
      throw Diagnostics(
        .tooManyValues,
        "\(entries.count) derived parameters, expected at most \(SpaceReader.derivedLimit)",
        at: entries[SpaceReader.derivedLimit].keyPosition)
    }
    for entry in entries {
      try AxisReader.checkName(entry)
      guard !spec.names.contains(entry.key) else {
        throw Diagnostics(
          .duplicateKey, "'\(entry.key)' is derived and swept, expected one of the two",
          at: entry.keyPosition, width: entry.key.count, hint: "give one of them another name")
      }
      spec.derive.append(
        (entry, try Expression(entry.value, title: "derived parameter '\(entry.key)'")))
    }
  }

  private mutating func readRules() throws(Diagnostics) {
    for node in nodes("where") {
      let rule = try SpaceSpec.Rule.Test.keep(Expression(node, title: "'where'"))
      spec.rules.append(SpaceSpec.Rule(test: rule, position: node.position))
    }
    for node in nodes("exclude") {
      let test: SpaceSpec.Rule.Test
      if let entries = node.mapping {
        try checkSwept(entries)
        try check(entries, in: "'exclude'")
        test = .match(entries)
      } else {
        test = .drop(try Expression(node, title: "'exclude'"))
      }
      spec.rules.append(SpaceSpec.Rule(test: test, position: node.position))
    }
  }

  private func isDerived(_ entry: ConfigEntry) -> Bool {
    spec.derive.contains { $0.entry.key == entry.key }
  }

  /// A map is compared with the values of its parameters before anything is derived from them.
  private func checkSwept(_ entries: [ConfigEntry]) throws(Diagnostics) {
    guard let entry = entries.first(where: isDerived) else { return }
    throw Diagnostics(
      .unknownParameter,
      "'exclude' names '\(entry.key)' in a map, which is derived, expected a swept parameter",
      at: entry.keyPosition, width: entry.key.count,
      hint: "write it as an expression: "
        + entries.map(SpaceReader.comparison).joined(separator: " AND "))
  }

  /// An entry of a map in the words of an expression.
  private static func comparison(_ entry: ConfigEntry) -> String {
    let name = entry.key.contains("-") ? "\"\(entry.key)\"" : entry.key
    let text = entry.value.scalar?.text ?? "…"
    return name + " = " + (NumberSpelling(text) == nil ? "'\(text)'" : text)
  }

  /// Every key must name a parameter, and have one value.
  private func check(_ entries: [ConfigEntry], in section: String) throws(Diagnostics) {
    for entry in entries {
      guard spec.names.contains(entry.key) else {
        throw Diagnostics(
          .unknownParameter, "\(section) names '\(entry.key)', which is no parameter",
          at: entry.keyPosition, width: entry.key.count,
          hint: Suggestion.hint(for: entry.key, among: spec.names))
      }
      guard entry.value.scalar != nil else {
        throw entry.value.wrongKind(
          "'\(entry.key)' in \(section)", expected: "one value of the parameter")
      }
    }
  }

  private mutating func readSample() throws(Diagnostics) {
    guard let node = given("sample") else { return }
    let entries = try node.entries(of: "'sample'")
    try entries.check(keys: ["count", "seed"], in: "section 'sample'")
    guard let count = node["count"] else {
      throw Diagnostics(
        .missingKey, "section 'sample' has no 'count', expected the number of points",
        at: node.position, hint: "write sample: {count: 50, seed: 7}")
    }
    spec.sample = SpaceSpec.Sample(
      count: try count.integer(of: "'count' of 'sample'", atLeast: 1), seed: try seed(node["seed"]),
      position: count.position)
  }

  private func seed(_ node: ConfigNode?) throws(Diagnostics) -> UInt64 {
    guard let node else { return 0 }
    if let seed = node.scalar.flatMap({ UInt64($0.text) }) { return seed }
    throw node.wrongKind("'seed' of 'sample'", expected: "a whole number of at least 0")
  }

  /// The value of a key; nil where nothing was written behind it.
  private func given(_ key: String) -> ConfigNode? {
    root[key].flatMap { $0.scalar?.kind == .null ? nil : $0 }
  }

  /// The values of a key that has a list, or one value alone.
  private func nodes(_ key: String) -> [ConfigNode] {
    given(key).map { $0.sequence ?? [$0] } ?? []
  }

  private mutating func readInclude() throws(Diagnostics) {
    for node in nodes("include") {
      let entries = try node.entries(of: "an entry of 'include'")
      if let entry = entries.first(where: isDerived) {
        throw Diagnostics(
          .unknownParameter,
          "'include' names '\(entry.key)', which is derived, expected a swept parameter",
          at: entry.keyPosition, width: entry.key.count,
          hint: "leave it out, it follows from the others")
      }
      try check(entries, in: "'include'")
      spec.include.append(SpaceSpec.Inclusion(entries: entries, position: node.position))
    }
  }
}
