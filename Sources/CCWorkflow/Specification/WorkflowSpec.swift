package import EECore
internal import HostIO

/// What a workflow file says: nodes, and which comes before which.
package struct WorkflowSpec: Sendable {
  /// A dependency, and where the file names it.
  package struct Edge: Sendable {
    package let source: String
    package let destination: String
    package let position: SourcePosition
    /// Characters of the name that stands there.
    package let width: Int
  }

  package let name: String
  package let file: String
  /// - Shape: never empty, in file order.
  package let nodes: [NodeSpec]
  /// Each once.
  package let edges: [Edge]
  /// Fill colours by state, as the file wants them.
  package let colors: [String: String]
  package let notes: [Diagnostic]

  /// Reads a workflow file and checks all that can be checked without running it.
  ///
  /// - Parameters:
  ///   - root: the whole file.
  ///   - file: its path, as the user named it.
  ///   - lookup: what frames may name besides the keys of their nodes.
  /// - Throws: ``Diagnostics`` EE1xx, CC101 unknown node, CC102 cycle, CC103 missing script.
  package init(
    _ root: ConfigNode, file: String, lookup: Lookup = Lookup()
  ) throws(Diagnostics) {
    self.file = file
    try root.entries(of: "the workflow file").check(
      keys: ["name", "workflow", "colors", "cloudmesh"], in: "the workflow file")
    name = try root["name"]?.text(of: "'name'") ?? WorkflowSpec.stem(of: file)
    guard let workflow = root["workflow"] else {
      throw Diagnostics(
        .missingKey, "no section 'workflow', expected one with nodes and dependencies",
        at: root.position, hint: "write workflow: {nodes: {…}, dependencies: [\"a, b\"]}")
    }
    try workflow.entries(of: "'workflow'").check(
      keys: ["nodes", "dependencies"], in: "section 'workflow'")
    var reader = GraphReader(directory: Paths.directory(of: file), lookup: lookup)
    try reader.readNodes(workflow["nodes"], of: workflow)
    try reader.readDependencies(workflow["dependencies"])
    let graph = reader.graph
    try reader.checkCycles(in: graph)
    nodes = reader.nodes
    edges = reader.edges
    notes = reader.notes
    var checker = ConditionChecker(reader.nodes, places: reader.places, graph: graph)
    try checker.check()
    colors = try WorkflowSpec.colors(root["colors"])
  }

  /// Makes a workflow of nodes that nothing connects, which no file describes.
  init(name: String, file: String, nodes: [NodeSpec]) {
    self.name = name
    self.file = file
    self.nodes = nodes
    edges = []
    colors = [:]
    notes = []
  }

  /// Checks conditions against the nodes and their order.
  var conditionChecker: ConditionChecker {
    let places = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { first, _ in first }
    let pairs = edges.compactMap { edge -> (source: Int, destination: Int)? in
      guard let source = places[edge.source], let end = places[edge.destination] else {
        return nil
      }
      return (source, end)
    }
    return ConditionChecker(nodes, places: places, graph: Graph(count: nodes.count, edges: pairs))
  }

  private static func colors(_ node: ConfigNode?) throws(Diagnostics) -> [String: String] {
    guard let node else { return [:] }
    try node.entries(of: "'colors'").check(keys: ["status"], in: "section 'colors'")
    var colors: [String: String] = [:]
    for entry in try node["status"]?.entries(of: "'colors.status'") ?? [] {
      colors[entry.key] = try entry.value.text(of: "colour of '\(entry.key)'")
    }
    return colors
  }

  static func stem(of file: String) -> String {
    let base = Paths.name(of: file)
    return base.split(separator: ".").first.map(String.init) ?? base
  }
}
