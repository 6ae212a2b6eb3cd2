internal import CampaignStore

/// The stored nodes of a run as the vertices that the engine works on.
///
/// A group is two vertices: its gate, which the members wait for, and its join, which waits for
/// them. So a fan-out costs two edges per member, whatever stands before and after it.
struct RunGraph {
  let nodes: [NodeRecord]
  /// Of nodes, then of gates.
  let vertices: [WorkflowEngine.Vertex]
  let names: [String]
  let graph: Graph
  /// By node; nil for markers and groups, and for jobs whose description cannot be read.
  let jobs: [JobSpec?]

  init(nodes: [NodeRecord], edges: [EdgeRecord]) {
    self.nodes = nodes
    jobs = nodes.map { $0.job.flatMap(JobSpec.init(json:)) }
    let index = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { $1 }
    var vertices: [WorkflowEngine.Vertex] = []
    for (node, job) in zip(nodes, jobs) {
      let role: WorkflowEngine.Role =
        switch node.kind {
        case .job: .job(job?.demand ?? JobDemand())
        case .marker: .marker
        case .group: .join(isOpen: false)
        }
      vertices.append(WorkflowEngine.Vertex(role, state: node.state, cause: node.cause))
    }
    var names = nodes.map(\.name)
    var gates: [Int: Int] = [:]
    for (vertex, node) in nodes.enumerated() where node.kind == .group {
      gates[vertex] = vertices.count
      vertices.append(WorkflowEngine.Vertex(.gate))
      names.append(node.name)
    }
    // A group without members ends after its gate too.
    var pairs = gates.sorted { $0.key < $1.key }.map { (source: $0.value, destination: $0.key) }
    for edge in edges {
      guard let source = index[edge.source], let destination = index[edge.destination] else {
        continue
      }
      pairs.append((source, gates[destination] ?? destination))
    }
    for (vertex, node) in nodes.enumerated() {
      guard let group = node.group.flatMap({ index[$0] }), let gate = gates[group] else { continue }
      pairs.append((gate, vertex))
      pairs.append((vertex, group))
    }
    self.vertices = vertices
    self.names = names
    graph = Graph(count: vertices.count, edges: pairs)
  }
}
