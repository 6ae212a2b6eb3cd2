internal import EECore

/// Reads nodes and dependencies, and sees to it that they fit.
struct GraphReader {
  private static let blanks = Array(" \t\r\n".utf8)

  private let directory: String
  private(set) var nodes: [NodeSpec] = []
  private(set) var edges: [WorkflowSpec.Edge] = []
  private(set) var notes: [Diagnostic] = []
  private var names: Set<String> = []
  private var known: Set<[String]> = []

  init(directory: String) { self.directory = directory }

  mutating func readNodes(_ node: ConfigNode?, of workflow: ConfigNode) throws(Diagnostics) {
    var found: [Diagnostic] = []
    for entry in try node?.entries(of: "'nodes'") ?? [] {
      do throws(Diagnostics) {
        try checkName(entry)
        var reader = try NodeReader(entry, directory: directory)
        nodes.append(try reader.node())
        notes += reader.notes
      } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    guard !nodes.isEmpty else {
      throw Diagnostics(
        .emptyWorkflow, "the workflow has no nodes, expected at least one",
        at: (node ?? workflow).position)
    }
    names = Set(nodes.map(\.name))
    for node in nodes {
      for need in node.needs {
        try link(
          need.scalar?.text ?? "", node.name, at: need.position(ofByte: 0),
          width: need.scalar?.text.count ?? 1)
      }
    }
  }

  private func checkName(_ entry: ConfigEntry) throws(Diagnostics) {
    // Line feeds and escapes would break every list and view that the name stands in.
    let holdsControl = entry.key.unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
    guard entry.key.isEmpty || holdsControl || entry.key.contains("/") || entry.key.contains(",")
    else { return }
    let shown = String(entry.key.unicodeScalars.map { $0 < " " ? " " : Character($0) })
    throw Diagnostics(
      .wrongKind, "node name '\(shown)' is empty or holds '/', ',' or a control character",
      at: entry.keyPosition, width: entry.key.count)
  }

  /// Reads comma chains, or the map that the original saves.
  mutating func readDependencies(_ node: ConfigNode?) throws(Diagnostics) {
    guard let node, node.scalar?.kind != .null else { return }
    if let saved = node.mapping {
      for entry in saved {
        guard let source = entry.value["source"]?.scalar,
          let destination = entry.value["destination"]?.scalar
        else {
          throw entry.value.wrongKind(
            "dependency '\(entry.key)'", expected: "source and destination")
        }
        try check(source.text, at: entry.value["source"]?.position(ofByte: 0))
        try link(
          source.text, destination.text,
          at: entry.value["destination"]?.position(ofByte: 0) ?? entry.keyPosition,
          width: destination.text.count)
      }
      return
    }
    var found: [Diagnostic] = []
    for chain in try node.texts(of: "an entry of 'dependencies'") {
      do { try readChain(chain) } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
  }

  /// Links each name of `a, b, c` with the next; blanks and line feeds do not matter.
  private mutating func readChain(_ node: ConfigNode) throws(Diagnostics) {
    let text = Array((node.scalar?.text ?? "").utf8)
    let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    var previous: String?
    for part in parts {
      let start = part.firstIndex { !Self.blanks.contains($0) } ?? part.startIndex
      let end = part.lastIndex { !Self.blanks.contains($0) }.map { $0 + 1 } ?? start
      let name = String(decoding: text[start..<end], as: UTF8.self)
      let position = node.position(ofByte: start)
      try check(name, at: position)
      if let previous { try link(previous, name, at: position, width: name.count) }
      previous = name
    }
  }

  private mutating func link(
    _ source: String, _ destination: String, at position: SourcePosition, width: Int
  ) throws(Diagnostics) {
    try check(source, at: position)
    try check(destination, at: position)
    guard known.insert([source, destination]).inserted else { return }
    edges.append(
      WorkflowSpec.Edge(source: source, destination: destination, position: position, width: width))
  }

  private func check(_ name: String, at position: SourcePosition?) throws(Diagnostics) {
    guard !names.contains(name) else { return }
    guard !name.isEmpty else {
      throw Diagnostics(
        .unknownNode, "an empty name in a chain of dependencies, expected a node", at: position,
        hint: "remove the comma beside it")
    }
    throw Diagnostics(
      .unknownNode, "dependency on unknown node '\(name)', expected a key of 'nodes'",
      at: position, width: name.count, hint: Suggestion.hint(for: name, among: nodes.map(\.name)))
  }

  /// Reports a cycle with all its nodes, where its last edge is written.
  func checkCycles() throws(Diagnostics) {
    let indices = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.name, $0) })
    let pairs = edges.compactMap { edge -> (Int, Int)? in
      guard let source = indices[edge.source], let end = indices[edge.destination] else {
        return nil
      }
      return (source, end)
    }
    guard let cycle = Graph(count: nodes.count, edges: pairs).cycle() else { return }
    let names = (cycle + [cycle[0]]).map { nodes[$0].name }
    let last = edges.last { edge in
      zip(names, names.dropFirst()).contains { $0 == edge.source && $1 == edge.destination }
    }
    throw Diagnostics(
      .graphCycle, "the dependencies form a cycle: " + names.joined(separator: " → "),
      at: last?.position, width: last?.width ?? 1,
      hint: "remove one of these dependencies")
  }
}
