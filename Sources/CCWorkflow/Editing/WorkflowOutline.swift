internal import EECore

/// Where nodes and dependencies stand in the text of a workflow file, whatever else is wrong in it.
struct WorkflowOutline {
  let root: YAMLOutline
  private let file: String
  private let tree: ConfigNode

  init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
    tree = try YAMLReader.read(bytes, file: file)
    root = try YAMLOutline.read(bytes, file: file)
    _ = try tree.entries(of: "the workflow file")
    _ = try tree["workflow"]?.entries(of: "'workflow'")
    _ = try tree["workflow"]?["nodes"]?.entries(of: "'nodes'")
  }

  var workflow: YAMLOutline.Entry? { root.entry("workflow") }
  var nodesEntry: YAMLOutline.Entry? { workflow?.value.entry("nodes") }
  var dependencies: YAMLOutline.Entry? { workflow?.value.entry("dependencies") }

  var nodesOutline: YAMLOutline? { nodesEntry?.value }
  var nodes: [YAMLOutline.Entry] { nodesOutline?.entries ?? [] }
  var names: [String] { nodes.map { $0.key.text ?? "" } }

  /// The nodes with what their values mean.
  var nodeValues: [ConfigEntry] { tree["workflow"]?["nodes"]?.mapping ?? [] }

  /// Of chains or of the map that the original saves, then of `needs`; each once.
  var edges: [[String]] { edges(butNeedsOf: nil) }

  /// The same without those that one node's `needs` alone says.
  func edges(butNeedsOf name: String?) -> [[String]] {
    var found: [[String]] = []
    var known: Set<[String]> = []
    func add(_ pair: [String]) { if known.insert(pair).inserted { found.append(pair) } }
    for entry in dependencies?.value.entries ?? [] {
      guard let source = entry.value["source"]?.text,
        let destination = entry.value["destination"]?.text
      else { continue }
      add([source, destination])
    }
    for chain in chains {
      let names = NodeName.chain(chain.text ?? "")
      for (source, destination) in zip(names, names.dropFirst()) { add([source, destination]) }
    }
    for node in nodes where node.key.text != name {
      for need in WorkflowOutline.texts(node.value["needs"]) {
        add([need.text ?? "", node.key.text ?? ""])
      }
    }
    return found
  }

  /// The scalars that hold chains.
  var chains: [YAMLOutline] { WorkflowOutline.texts(dependencies?.value) }

  /// A list of texts; one scalar is a list of one.
  static func texts(_ outline: YAMLOutline?) -> [YAMLOutline] {
    guard let outline else { return [] }
    return outline.items ?? (outline.text.map { $0.isEmpty ? [] : [outline] } ?? [])
  }

  /// Returns a text that tells a node's value of a key from any other; nil without one.
  func meaning(of key: String, in node: String) -> String? {
    (tree["workflow"]?["nodes"]?.mapping?.first { $0.key == node }?.value[key]).map(Meaning.text)
  }

  /// Whether another outline says the same about everything but one node and the dependencies.
  func agrees(with other: WorkflowOutline, but name: String?) -> Bool {
    meaning(without: name) == other.meaning(without: name)
  }

  private func meaning(without name: String?) -> [String: String] {
    var parts: [String: String] = [:]
    for entry in tree.mapping ?? [] where entry.key != "workflow" {
      parts["/\(entry.key)"] = Meaning.text(entry.value)
    }
    for entry in tree["workflow"]?.mapping ?? []
    where entry.key != "nodes" && entry.key != "dependencies" {
      parts["/workflow/\(entry.key)"] = Meaning.text(entry.value)
    }
    for entry in tree["workflow"]?["nodes"]?.mapping ?? [] where entry.key != name {
      // What a node needs is among the edges.
      let rest = (entry.value.mapping ?? []).filter { $0.key != "needs" }
      parts[entry.key] = Meaning.text(
        ConfigNode(
          entry.value.mapping == nil ? entry.value.content : .mapping(rest), at: entry.keyPosition))
    }
    return parts
  }

  /// Refuses edges that would close a cycle.
  func refuseCycle(
    with new: [[String]], butNeedsOf name: String? = nil
  ) throws(Diagnostics) {
    let indices = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    let pairs = (edges(butNeedsOf: name) + new).compactMap { edge -> (Int, Int)? in
      guard let source = indices[edge[0]], let end = indices[edge[1]] else { return nil }
      return (source, end)
    }
    guard let cycle = Graph(count: names.count, edges: pairs).cycle() else { return }
    let path = (cycle + [cycle[0]]).map { names[$0] }.joined(separator: " → ")
    throw Diagnostics(.graphCycle, "the dependencies would form a cycle: \(path)", at: nil)
  }
}
