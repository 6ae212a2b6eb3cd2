import CampaignStore

@testable import CCWorkflow

/// An engine with vertices named `v0`, `v1`, …, and what it launched.
struct EngineBench {
  var engine: WorkflowEngine

  init(jobs: Int, edges: [(Int, Int)], capacity: Int = .max) {
    self.init(
      roles: Array(repeating: .job(cpus: 1), count: jobs), edges: edges, capacity: capacity)
  }

  init(roles: [WorkflowEngine.Role], edges: [(Int, Int)], capacity: Int = .max) {
    self.init(
      vertices: roles.map { WorkflowEngine.Vertex($0) }, edges: edges, capacity: capacity)
  }

  init(vertices: [WorkflowEngine.Vertex], edges: [(Int, Int)], capacity: Int = .max) {
    engine = WorkflowEngine(
      vertices, names: vertices.indices.map { "v\($0)" },
      graph: Graph(count: vertices.count, edges: edges), capacity: capacity)
  }

  init(graph: RunGraph, capacity: Int) {
    engine = WorkflowEngine(
      graph.vertices, names: graph.names, graph: graph.graph, capacity: capacity)
  }

  var states: [JobState] { engine.vertices.map(\.state) }
  var causes: [String?] { engine.vertices.map(\.cause) }

  /// Feeds an event and returns the vertices that are to be launched.
  @discardableResult
  mutating func feed(_ event: EngineEvent) -> [Int] {
    engine.handle(event).compactMap { effect in
      guard case .launch(let vertex) = effect else { return nil }
      return vertex
    }
  }
}
