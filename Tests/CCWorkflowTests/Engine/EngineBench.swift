import CampaignStore

@testable import CCWorkflow

/// An engine with vertices named `v0`, `v1`, …, and what it launched.
struct EngineBench {
  var engine: WorkflowEngine

  init(jobs: Int, edges: [(Int, Int)], capacity: Int = .max) {
    self.init(
      roles: Array(repeating: .job(JobDemand()), count: jobs), edges: edges, capacity: capacity)
  }

  init(roles: [WorkflowEngine.Role], edges: [(Int, Int)], capacity: Int = .max) {
    self.init(
      vertices: roles.map { WorkflowEngine.Vertex($0) }, edges: edges, capacity: capacity)
  }

  init(vertices: [WorkflowEngine.Vertex], edges: [(Int, Int)], capacity: Int = .max) {
    self.init(vertices: vertices, edges: edges, pool: ResourcePool(cpus: capacity))
  }

  init(
    vertices: [WorkflowEngine.Vertex], edges: [(Int, Int)], pool: ResourcePool,
    stopAfter: Int? = nil
  ) {
    self.init(vertices: vertices, edges: edges, fleet: Fleet(pool), stopAfter: stopAfter)
  }

  init(
    vertices: [WorkflowEngine.Vertex], edges: [(Int, Int)], fleet: Fleet, stopAfter: Int? = nil
  ) {
    engine = WorkflowEngine(
      vertices, names: vertices.indices.map { "v\($0)" },
      graph: Graph(count: vertices.count, edges: edges), fleet: fleet, stopAfter: stopAfter)
  }

  init(graph: RunGraph, capacity: Int) {
    engine = WorkflowEngine(
      graph.vertices, names: graph.names, graph: graph.graph,
      fleet: Fleet(ResourcePool(cpus: capacity)))
  }

  var states: [JobState] { engine.vertices.map(\.state) }
  var causes: [String?] { engine.vertices.map(\.cause) }

  /// Feeds an event and returns the vertices that are to be launched.
  @discardableResult
  mutating func feed(_ event: EngineEvent, at seconds: Double = 0) -> [Int] {
    handle(event, at: seconds).compactMap { effect in
      guard case .launch(let vertex, _) = effect else { return nil }
      return vertex
    }
  }

  /// Feeds an event and returns all effects.
  mutating func handle(_ event: EngineEvent, at seconds: Double = 0) -> [EngineEffect] {
    engine.handle(event, at: Int64(seconds * 1e9))
  }
}

extension WorkflowEngine.Role {
  static func job(cpus: Int) -> Self { .job(JobDemand(ResourceRequest(cpus: cpus))) }
}
