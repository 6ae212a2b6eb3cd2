internal import EECore

/// Reads `foreach`: parameters as a sweep file has them, or a node whose output lists the members.
struct ForeachReader {
  enum Members {
    case plan(CampaignPlan, root: ConfigNode)
    case output(of: ConfigNode, node: String)
  }

  private static let ending = ".output"
  private static let sweepKeys = [
    "zip", "derive", "where", "exclude", "sample", "include", "identifier", "attributes",
  ]

  let name: String
  let entry: ConfigEntry
  let lookup: Lookup

  func members() throws(Diagnostics) -> Members {
    if let from = entry.value["from"], isOutput(from) {
      try (entry.value.mapping ?? []).check(keys: ["from"], in: title)
      let text = from.scalar?.text ?? ""
      guard text.hasSuffix(Self.ending), text.count > Self.ending.count else {
        throw from.wrongKind("'from' of 'foreach'", expected: "NODE.output")
      }
      return .output(of: from, node: String(text.dropLast(Self.ending.count)))
    }
    try refuseSlips()
    let root = try sweep()
    return .plan(try Self.plan(root, node: name, lookup: lookup), root: root)
  }

  private var title: String { "'foreach' of node '\(name)'" }

  /// A parameter may be called `from` where there are others.
  private func isOutput(_ from: ConfigNode) -> Bool {
    entry.value.mapping?.count == 1 && from.scalar != nil
      || from.scalar?.text.hasSuffix(Self.ending) == true
  }

  /// A key that is no parameter for sure: it is nearly one of ours, and so is its value.
  private func refuseSlips() throws(Diagnostics) {
    let entries = entry.value.mapping ?? []
    guard try ExperimentSection.find(in: entries) == nil else { return }
    let parameters = entries.filter { !Self.sweepKeys.contains($0.key) }
    for slip in parameters {
      guard let scalar = slip.value.scalar else { continue }
      let others = parameters.map(\.key).filter { $0 != slip.key }
      let candidates = Self.keysMeant(by: scalar.text, others: others)
      guard let key = Suggestion.nearestSpelling(to: slip.key, among: candidates) else { continue }
      throw Diagnostics(
        .unknownKey, "unknown key '\(slip.key)' in \(title)", at: slip.keyPosition,
        width: slip.key.count,
        hint: "did you mean '\(key)'? a parameter of this one value is written as a list: [\"…\"]")
    }
  }

  /// The keys that a value is most probably meant for, beside parameters of these names.
  private static func keysMeant(by text: String, others: [String]) -> [String] {
    guard !others.isEmpty else { return text.hasSuffix(ending) && text != ending ? ["from"] : [] }
    if others.contains(where: { text.contains("{\($0)}") }) { return ["identifier"] }
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    guard text.contains(where: "<>=!".contains), words.contains(where: { others.contains("\($0)") })
    else { return [] }
    return ["where", "exclude"]
  }

  /// What it says as a sweep file would.
  private func sweep() throws(Diagnostics) -> ConfigNode {
    let value = entry.value
    if value.sequence != nil { return try section([experiments(value)]) }
    let entries = try value.entries(of: "'foreach'")
    guard let section = try ExperimentSection.find(in: entries) else {
      let rules = entries.filter { Self.sweepKeys.contains($0.key) }
      let parameters = entries.filter { !Self.sweepKeys.contains($0.key) }
      guard !parameters.isEmpty else { throw noParameters }
      return try self.section(
        [experiments(ConfigNode(.mapping(parameters), at: value.position))] + rules)
    }
    try entries.check(keys: ExperimentSection.keys + Self.sweepKeys, in: title)
    if section.value.mapping?.isEmpty == true { throw noParameters }
    return try self.section(entries)
  }

  private func experiments(_ value: ConfigNode) -> ConfigEntry {
    ConfigEntry(key: "experiments", at: entry.keyPosition, value: value)
  }

  private func section(_ entries: [ConfigEntry]) throws(Diagnostics) -> ConfigNode {
    let root = ConfigNode(.mapping(entries), at: entry.value.position)
    guard root["experiments"]?.sequence?.isEmpty != true else { throw noParameters }
    return root
  }

  private var noParameters: Diagnostics {
    Diagnostics(
      .emptyParameter, "\(title) has no parameters, expected at least one",
      at: entry.keyPosition, width: entry.key.count, hint: "write foreach: {seed: \"1,2,3\"}")
  }

  /// Makes the points of a fan-out.
  static func plan(
    _ root: ConfigNode, node: String, lookup: Lookup
  ) throws(Diagnostics) -> CampaignPlan {
    var spec = try CampaignSpec(root, fileName: "foreach", lookup: lookup)
    spec.node = node
    if let emptiness = spec.emptiness {
      throw Diagnostics(
        .emptySpace, "'foreach' of node '\(node)' has no members left, expected at least one",
        at: emptiness.position, hint: "loosen where: or exclude:")
    }
    return try CampaignPlan(spec, templates: [], lookup: lookup)
  }
}
