internal import CampaignStore
internal import EECore

/// The stored nodes of a run as the vertices that the engine works on.
///
/// A group is two vertices: its gate, which the members wait for, and its join, which waits for
/// them. So a fan-out costs two edges per member, whatever stands before and after it. Members that
/// become known while the run goes on are numbered behind all that were there at its start.
struct RunGraph {
  /// By vertex; nil for gates.
  private(set) var nodes: [NodeRecord?]
  /// By vertex: how it is run, and what decides about it; a gate has that of its group.
  private(set) var jobs: [JobSpec?]
  /// Nodes that were there at the start.
  let nodeCount: Int
  /// The vertices at the start.
  let vertices: [WorkflowEngine.Vertex]
  let names: [String]
  let graph: Graph
  private var vertexOfNode: [String: Int]
  /// What jobs are to leave, by their group, or by their own name.
  private let results: [String: [ResultSpec]]
  /// Members by group.
  private var memberCounts: [String: Int] = [:]
  /// The join of each gate.
  private let joins: [Int: Int]

  /// `attempts` are the newest by node, and `lease` finds what one that is under way was given.
  init(
    nodes: [NodeRecord], edges: [EdgeRecord], attempts: [String: AttemptRecord] = [:],
    clock: RunClock = RunClock(), lease: (AttemptRecord) -> Lease? = { _ in nil }
  ) {
    nodeCount = nodes.count
    var jobs = nodes.map { $0.job.flatMap(JobSpec.init(json:)) }
    let index = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { $1 }
    var vertices: [WorkflowEngine.Vertex] = []
    for (node, job) in zip(nodes, jobs) {
      let attempt = attempts[node.name]
      vertices.append(
        WorkflowEngine.Vertex(
          RunGraph.role(of: node, job), state: node.state, cause: node.cause,
          failure: attempt?.failure.flatMap(FailureCause.init(rawValue:)),
          needsDecision: node.kind != .group && job?.when != nil, attempts: attempt?.number ?? 0,
          retriesUsed: node.retries, started: attempt.flatMap(clock.start(of:)),
          notBefore: attempt.flatMap { clock.retry(of: node, job, after: $0) },
          isKilled: node.state.isActive && attempt?.isKilled ?? false,
          lease: node.state.isActive ? attempt.flatMap(lease) : nil,
          isLeftOut: Decision.isReason(node.cause)))
    }
    var names = nodes.map(\.name)
    var gates: [Int: Int] = [:]
    for (vertex, node) in nodes.enumerated() where node.kind == .group {
      gates[vertex] = vertices.count
      let needsDecision = jobs[vertex].map { $0.when != nil || $0.output != nil } ?? false
      vertices.append(WorkflowEngine.Vertex(.gate, needsDecision: needsDecision))
      names.append(node.name)
      jobs.append(jobs[vertex])
    }
    self.jobs = jobs
    self.nodes = nodes + Array(repeating: nil, count: gates.count)
    self.vertices = vertices
    self.names = names
    vertexOfNode = index
    for node in nodes { if let group = node.group { memberCounts[group, default: 0] += 1 } }
    var results: [String: [ResultSpec]] = [:]
    for node in nodes where node.results != nil {
      results[node.name] = ResultSpec.results(in: node.results)
    }
    self.results = results
    joins = Dictionary(gates.map { ($1, $0) }) { $1 }
    graph = Graph(
      count: vertices.count, edges: RunGraph.pairs(of: nodes, edges, index: index, gates: gates))
  }

  private static func role(of node: NodeRecord, _ job: JobSpec?) -> WorkflowEngine.Role {
    switch node.kind {
    case .job: .job(job?.demand ?? JobDemand())
    case .marker: .marker
    case .group: .join(isOpen: node.isOpen)
    }
  }

  private static func pairs(
    of nodes: [NodeRecord], _ edges: [EdgeRecord], index: [String: Int], gates: [Int: Int]
  ) -> [(source: Int, destination: Int)] {
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
    return pairs
  }

  /// Returns the vertex of a node.
  func vertex(of name: String) -> Int? { vertexOfNode[name] }

  /// Returns the vertex of the group that a gate stands before.
  func join(ofGate gate: Int) -> Int? { joins[gate] }

  /// Returns the name of a vertex's node; a gate has that of its group.
  func name(of vertex: Int) -> String {
    nodes[vertex]?.name ?? joins[vertex].flatMap { nodes[$0]?.name } ?? ""
  }

  /// Returns the results that the job of a vertex is to leave.
  func results(of vertex: Int) -> [ResultSpec] {
    guard !results.isEmpty, let node = nodes[vertex] else { return [] }
    return results[node.group ?? node.name] ?? []
  }

  /// Whether a job asks for a GPU, or may do so once it is known.
  var needsDevices: Bool {
    jobs.contains { $0.map { !$0.request.gpus.isEmpty || $0.output != nil } ?? false }
  }

  /// Whether a job wants processors of its own, or may do so once it is known.
  var needsProcessors: Bool {
    jobs.contains { $0.map { $0.request.isPinned || $0.output != nil } ?? false }
  }

  /// Names of the hosts that jobs ask for, each once.
  var hostNames: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    for case let job? in jobs {
      for name in job.request.hosts where seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

  /// Keeps how many retries a node has used.
  mutating func note(retries: Int, of vertex: Int) { nodes[vertex]?.retries = retries }

  /// Returns how many members of a group are known.
  func memberCount(of group: String) -> Int { memberCounts[group] ?? 0 }

  /// Returns members that have become known as the engine takes them.
  func vertices(for members: [NodeRecord]) -> [WorkflowEngine.Vertex] {
    members.map { node in
      let job = node.job.flatMap(JobSpec.init(json:))
      return WorkflowEngine.Vertex(
        RunGraph.role(of: node, job), needsDecision: job?.when != nil)
    }
  }

  /// Adds members that the engine has taken, behind all that there are.
  mutating func append(_ members: [NodeRecord]) {
    for node in members {
      vertexOfNode[node.name] = nodes.count
      if let group = node.group { memberCounts[group, default: 0] += 1 }
      nodes.append(node)
      jobs.append(node.job.flatMap(JobSpec.init(json:)))
    }
  }
}
