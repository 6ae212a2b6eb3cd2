internal import CampaignStore

/// What a batch system needs to run a whole graph by itself: which jobs, in which order, and what
/// each of them waits for.
struct HandOver {
  struct Job: Hashable {
    let vertex: Int
    /// Jobs on the longest way to it.
    let level: Int
    /// The place of what it waits for in ``waits``; nil where it waits for nothing.
    let wait: Int?
  }

  /// The place of the host in the fleet.
  let host: Int
  /// Each after all that it waits for.
  let jobs: [Job]
  /// Vertices of jobs that others wait for.
  let waits: [[Int]]

  /// Why a node cannot be handed over.
  struct Problem: Hashable {
    let node: String
    let reason: String
  }

  /// Plans what is left of a run.
  ///
  /// `candidates` are the places that a job may run at, `isBatch` tells which of them are batch
  /// systems.
  ///
  /// - Throws: ``RunnerError`` where something in the graph needs a runner.
  /// - Cost: O(vertices and edges); members of a group share what they wait for.
  init(
    _ graph: RunGraph, _ vertices: [WorkflowEngine.Vertex], candidates: (ResourceRequest) -> [Int],
    isBatch: (Int) -> Bool
  ) throws(RunnerError) {
    var problems: [Problem] = []
    var common: Set<Int>?
    var isLeft = Array(repeating: false, count: vertices.count)
    for vertex in vertices.indices {
      guard let node = graph.nodes[vertex] else { continue }
      if node.state.isActive {
        problems.append(
          Problem(node: node.name, reason: "is under way; cms-cc resume goes on with it"))
      }
      guard !vertices[vertex].state.isFinal else { continue }
      if let reason = Self.reason(in: graph, vertex) {
        problems.append(Problem(node: node.name, reason: reason))
      }
      guard let job = graph.jobs[vertex], case .job = vertices[vertex].role else { continue }
      isLeft[vertex] = true
      let batch = Set(candidates(job.request).filter(isBatch))
      let both = common.map { $0.intersection(batch) } ?? batch
      if both.isEmpty {
        let reason = batch.isEmpty ? "may run on no batch system" : "runs on another batch system"
        problems.append(Problem(node: node.name, reason: reason))
      } else {
        common = both
      }
    }
    guard problems.isEmpty else { throw .needsRunner(problems.map { ($0.node, $0.reason) }) }
    host = common?.min() ?? 0
    var builder = Builder(graph: graph.graph, vertices: vertices, isLeft: isLeft)
    jobs = builder.jobs()
    waits = builder.waits
  }

  /// What in a node has to be decided while the run goes on.
  private static func reason(in graph: RunGraph, _ vertex: Int) -> String? {
    guard let job = graph.jobs[vertex] else { return nil }
    if job.when != nil { return "has a condition" }
    if job.loop != nil { return "is a loop" }
    if job.output != nil { return "gets its members from the output of another node" }
    if !job.computed.isEmpty { return "uses results of earlier nodes" }
    let isAwaited = !graph.graph.successors(of: vertex).allSatisfy {
      graph.graph.successors(of: $0).isEmpty && graph.nodes[$0]?.kind == .group
    }
    return !job.success.isEmpty && isAwaited
      ? "has a condition for its success, and others wait for it" : nil
  }

  /// Goes through the graph once, in order.
  private struct Builder {
    let graph: Graph
    let vertices: [WorkflowEngine.Vertex]
    let isLeft: [Bool]
    private(set) var waits: [[Int]] = []
    private var waitOf: [[Int]: Int] = [:]

    init(graph: Graph, vertices: [WorkflowEngine.Vertex], isLeft: [Bool]) {
      self.graph = graph
      self.vertices = vertices
      self.isLeft = isLeft
    }

    mutating func jobs() -> [Job] {
      var jobs: [Job] = []
      /// Jobs that a vertex passes on to those behind it, and how long the way to it is.
      var behind: [[Int]] = Array(repeating: [], count: vertices.count)
      var levels = Array(repeating: 0, count: vertices.count)
      var isBlocked = Array(repeating: false, count: vertices.count)
      for vertex in graph.topologicalOrder() {
        let predecessors = graph.predecessors(of: vertex)
        let level = predecessors.map { levels[$0] }.max() ?? 0
        // What stands behind a bad end does not run; a group ends whatever becomes of its members.
        isBlocked[vertex] =
          vertices[vertex].state.isUnsuccessful
          || !vertices[vertex].isJoin && predecessors.contains { isBlocked[$0] }
        guard !isBlocked[vertex] else { continue }
        guard isLeft[vertex] else {
          levels[vertex] = level
          behind[vertex] =
            predecessors.count == 1
            ? behind[predecessors[predecessors.startIndex]] : predecessors.flatMap { behind[$0] }
          continue
        }
        levels[vertex] = level + 1
        behind[vertex] = [vertex]
        jobs.append(
          Job(vertex: vertex, level: level, wait: wait(for: Array(predecessors), behind)))
      }
      return jobs.sorted { ($0.level, $0.vertex) < ($1.level, $1.vertex) }
    }

    private mutating func wait(for predecessors: [Int], _ behind: [[Int]]) -> Int? {
      if let known = waitOf[predecessors] { return known < 0 ? nil : known }
      let all = predecessors.flatMap { behind[$0] }
      waitOf[predecessors] = all.isEmpty ? -1 : waits.count
      guard !all.isEmpty else { return nil }
      waits.append(all)
      return waits.count - 1
    }
  }
}
