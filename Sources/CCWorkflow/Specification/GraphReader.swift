internal import EECore

/// Reads nodes and dependencies, and sees to it that they fit.
struct GraphReader {
  private static let blanks = Array(" \t\r\n".utf8)

  private let files: WorkflowFiles
  private let lookup: Lookup
  private(set) var nodes: [NodeSpec] = []
  private(set) var edges: [WorkflowSpec.Edge] = []
  private(set) var notes: [Diagnostic] = []
  /// The place of each node in the file.
  private(set) var places: [String: Int] = [:]
  /// One number for the two ends of each edge.
  private var known: Set<Int> = []
  private var pairs: [(source: Int, destination: Int)] = []

  init(directory: String, lookup: Lookup) {
    files = WorkflowFiles(directory: directory)
    self.lookup = lookup
  }

  mutating func readNodes(_ node: ConfigNode?, of workflow: ConfigNode) throws(Diagnostics) {
    var found: [Diagnostic] = []
    let entries = try node?.entries(of: "'nodes'") ?? []
    nodes.reserveCapacity(entries.count)
    for entry in entries {
      do throws(Diagnostics) {
        try checkName(entry)
        var reader = try NodeReader(entry, files: files, lookup: lookup)
        nodes.append(try reader.node())
        if !reader.notes.isEmpty { notes += reader.notes }
      } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    guard !nodes.isEmpty else {
      throw Diagnostics(
        .emptyWorkflow, "the workflow has no nodes, expected at least one",
        at: (node ?? workflow).position)
    }
    places.reserveCapacity(nodes.count)
    for place in nodes.indices { places[nodes[place].name] = place }
    try checkPasses()
    try checkSources()
    for place in nodes.indices where !nodes[place].needs.isEmpty {
      for need in nodes[place].needs {
        let source = need.scalar?.text ?? ""
        let position = need.position(ofByte: 0)
        link(
          try self.place(of: source, at: position), place, at: position,
          width: need.scalar == nil ? 1 : source.count)
      }
    }
  }

  private func checkName(_ entry: ConfigEntry) throws(Diagnostics) {
    let isPlain = entry.key.utf8.allSatisfy { byte in
      byte > 31 && byte < 127 && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ",")
    }
    guard !isPlain || entry.key.isEmpty else { return }
    guard let problem = NodeName.problem(with: entry.key) else { return }
    throw Diagnostics(
      .wrongKind, problem, at: entry.keyPosition, width: entry.key.count)
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
        let start = try place(of: source.text, at: entry.value["source"]?.position(ofByte: 0))
        let position = entry.value["destination"]?.position(ofByte: 0) ?? entry.keyPosition
        link(
          start, try place(of: destination.text, at: position), at: position,
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
    let starts = parts.map { part in
      part.firstIndex { !Self.blanks.contains($0) } ?? part.startIndex
    }
    var previous: Int?
    for (part, (start, position)) in zip(parts, zip(starts, node.positions(ofBytes: starts))) {
      let end = part.lastIndex { !Self.blanks.contains($0) }.map { $0 + 1 } ?? start
      let name = String(decoding: text[start..<end], as: UTF8.self)
      let place = try place(of: name, at: position)
      if let previous { link(previous, place, at: position, width: name.count) }
      previous = place
    }
  }

  private mutating func link(
    _ source: Int, _ destination: Int, at position: SourcePosition, width: Int
  ) {
    guard known.insert(source * nodes.count + destination).inserted else { return }
    pairs.append((source, destination))
    edges.append(
      WorkflowSpec.Edge(
        source: nodes[source].name, destination: nodes[destination].name, position: position,
        width: width))
  }

  /// The passes of a loop have names of their own, which no other node may have.
  private func checkPasses() throws(Diagnostics) {
    let hasLoops = nodes.contains { if case .loop = $0.fan { true } else { false } }
    for node in nodes where hasLoops {
      guard let mark = node.name.lastIndex(of: "#"),
        let place = places[String(node.name[..<mark])], case .loop = nodes[place].fan,
        let pass = Int(node.name[node.name.index(after: mark)...]), pass > 0
      else { continue }
      throw Diagnostics(
        .duplicateKey,
        "node '\(node.name)' has the name of a pass of node '\(nodes[place].name)'",
        at: node.position, width: node.name.count, hint: "give it another name")
    }
  }

  /// What lists the members of a group is the output of one job.
  private func checkSources() throws(Diagnostics) {
    var found: [Diagnostic] = []
    for node in nodes {
      guard case .output(let name, _) = node.fan, let from = node.needs.last else { continue }
      guard let problem = problem(withSource: name, of: node.name) else { continue }
      found.append(
        Diagnostic(
          .error, problem.code, problem.message, at: from.position(ofByte: 0), width: name.count,
          hint: problem.hint))
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
  }

  private func problem(
    withSource name: String, of node: String
  ) -> (code: DiagnosticCode, message: String, hint: String?)? {
    let others = nodes.map(\.name).filter { $0 != node }
    guard name != node else {
      return (
        .wrongKind, "node '\(node)' takes its members from its own output, expected another node's",
        others.isEmpty ? nil : Suggestion.hint(for: name, among: others)
      )
    }
    guard let place = places[name] else {
      return (
        .unknownNode, "output of unknown node '\(name)', expected a key of 'nodes'",
        Suggestion.hint(for: name, among: others)
      )
    }
    let advice = "let a node of its own behind it print a line for each member"
    switch nodes[place].fan {
    case .single(let settings):
      guard settings.work == .marker else { return nil }
      return (.wrongKind, "node '\(name)' runs nothing, so it prints no members", "give it exec")
    case .loop:
      return (.wrongKind, "node '\(name)' is a loop, expected a node that is one job", advice)
    case .experiments, .members, .output:
      return (.wrongKind, "node '\(name)' is many jobs, expected a node that is one", advice)
    }
  }

  private func place(
    of name: String, at position: SourcePosition?
  ) throws(Diagnostics) -> Int {
    if let place = places[name] { return place }
    guard !name.isEmpty else {
      throw Diagnostics(
        .unknownNode, "an empty name in a chain of dependencies, expected a node", at: position,
        hint: "remove the comma beside it")
    }
    throw Diagnostics(
      .unknownNode, "dependency on unknown node '\(name)', expected a key of 'nodes'",
      at: position, width: name.count, hint: Suggestion.hint(for: name, among: nodes.map(\.name)))
  }

  /// The nodes in file order, and what comes before what.
  var graph: Graph { Graph(count: nodes.count, edges: pairs) }

  /// Reports a cycle with all its nodes, where its last edge is written.
  func checkCycles(in graph: Graph) throws(Diagnostics) {
    guard let cycle = graph.cycle() else { return }
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
