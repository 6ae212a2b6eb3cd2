import EECampaign
import EECore

/// What `explain` prints: a count by its factors, a value by its origins.
struct Explanation {
  let draft: CampaignDraft

  init(_ draft: CampaignDraft) { self.draft = draft }

  /// How the number of experiments came about, then each parameter.
  var text: String {
    let space = draft.spec.space
    let width = space.axes.map(\.name.count).max() ?? 0
    let lines = space.axes.map { axis in
      let name = axis.name + String(repeating: " ", count: width - axis.name.count)
      return
        "  \(name)  \(Explanation.role(of: axis)), \(axis.position): \(Explanation.values(of: axis))"
    }
    return (draft.spec.account.lines + lines).map { $0 + "\n" }.joined()
  }

  static func role(of axis: Axis) -> String {
    switch axis.role {
    case .swept: "swept"
    case .repetition: "repeat"
    case .derived: "derived"
    }
  }

  private static func values(of axis: Axis) -> String {
    let count = axis.values.count
    let shown = axis.values.prefix(6).map(\.spelling).joined(separator: ", ")
    if count == 0 { return "no values" }
    return count > 6 ? "\(count) values: \(shown), …" : shown
  }

  /// The value of a name, where it stands, and what it overrode.
  ///
  /// - Throws: ``Diagnostics`` EE201 where nothing has this name.
  func text(of name: String) throws(Diagnostics) -> String {
    let origin = try draft.spec.origin(of: name, lookup: draft.lookup)
    var lines = ["\(name) is \(origin.what)"]
    let entries = entries(of: origin)
    if entries.isEmpty { lines += Explanation.lines(of: chain(of: origin)) }
    for entry in entries {
      lines.append("  \(entry)")
      lines += Explanation.lines(of: draft.layers.origins(of: entry)).map { "  " + $0 }
    }
    // What a section stands in the place of as a whole.
    if !entries.isEmpty { lines += Explanation.lines(of: chain(of: origin)).dropFirst() }
    if let value = origin.value { lines.append("  value: \(value)") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Each value of a section by its path; none where the name is no section's.
  func entries(of origin: NameOrigin) -> [String] {
    guard let path = origin.path else { return [] }
    let entries = draft.layers.entries(of: path)
    return entries == [path] ? [] : entries
  }

  /// What a name stands for, and what that overrode, the newest first.
  func chain(of origin: NameOrigin) -> [ConfigNode] {
    var chain = origin.path.map { draft.layers.origins(of: $0) } ?? []
    // The option --name is no layer, because uuids keep the name of the file.
    if origin.path == "name", let node = draft.spec.root["name"], node != chain.first {
      chain.insert(node, at: 0)
    }
    return chain
  }

  private static func lines(of chain: [ConfigNode]) -> [String] {
    chain.enumerated().map { number, node in
      "  \(number == 0 ? "set by" : "overrides") \(node.position): \(node.summary)"
    }
  }
}

extension ConfigNode {
  /// The value on one line.
  fileprivate var summary: String {
    switch content {
    case .scalar(let scalar): scalar.text
    case .sequence(let nodes): "[" + nodes.map(\.summary).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value.summary)" }.joined(separator: ", ") + "}"
    }
  }
}
