import CampaignStore

@testable import CCWorkflow

/// A random graph of jobs, markers and joins, and what must hold whenever an engine runs it.
struct SimulatedGraph {
  let roles: [WorkflowEngine.Role]
  private let graph: Graph
  private let predecessors: [[Int]]
  private let capacity: Int

  init(_ random: inout SeededGenerator) {
    let count = Int.random(in: 1...16, using: &random)
    let density = Int.random(in: 5...50, using: &random)
    roles = (0..<count).map { _ in
      switch Int.random(in: 0..<10, using: &random) {
      case 0: .marker
      case 1, 2: .join(isOpen: false)
      default: .job(cpus: Int.random(in: 1...3, using: &random))
      }
    }
    var predecessors = Array(repeating: [Int](), count: count)
    var edges: [(source: Int, destination: Int)] = []
    for destination in 0..<count {
      for source in 0..<destination where random.happens(density) {
        edges.append((source, destination))
        predecessors[destination].append(source)
      }
    }
    self.predecessors = predecessors
    graph = Graph(count: count, edges: edges.shuffled(using: &random))
    capacity = Int.random(in: 1...5, using: &random)
  }

  /// An engine as a runner makes it that finds these states.
  func engine(_ states: [WorkflowEngine.Vertex]) -> WorkflowEngine {
    WorkflowEngine(
      states, names: states.indices.map { "v\($0)" }, graph: graph,
      pool: ResourcePool(cpus: capacity))
  }

  /// Returns what is wrong with a step of the engine, if anything.
  func complaint(
    _ engine: WorkflowEngine, before: [WorkflowEngine.Vertex], _ evidence: [SimulatedRun.Evidence],
    launches: [Int], _ effects: [EngineEffect]
  ) -> String? {
    let now = engine.vertices
    let used = now.reduce(0) { $0 + ($1.state.isActive ? min(cpus($1), capacity) : 0) }
    if used > capacity { return "\(used) of \(capacity) processors are in use" }
    let active = now.count { $0.state.isActive }
    if engine.activeCount != active {
      return "\(active) jobs are active, the engine counts \(engine.activeCount)"
    }
    for vertex in launches where !predecessors[vertex].allSatisfy({ now[$0].state == .done }) {
      return "v\(vertex) starts before all it depends on is done"
    }
    for vertex in now.indices where now[vertex] != before[vertex] {
      if before[vertex].state.isFinal { return "v\(vertex) had ended and is now \(now[vertex])" }
      if !effects.contains(.changed(vertex)) { return "nobody is told that v\(vertex) changed" }
      if now[vertex].state.isFinal, !isFounded(vertex, now, evidence) {
        return "v\(vertex) is \(now[vertex]) without evidence"
      }
    }
    return nil
  }

  /// Whether a final state follows from what really happened.
  private func isFounded(
    _ vertex: Int, _ now: [WorkflowEngine.Vertex], _ evidence: [SimulatedRun.Evidence]
  ) -> Bool {
    let before = predecessors[vertex].map { now[$0].state }
    let state = now[vertex].state
    switch roles[vertex] {
    case .join:
      guard before.allSatisfy(\.isFinal) else { return false }
      return (state == .done) == before.allSatisfy { $0 == .done }
    case _ where state == .skipped: return before.contains { $0.isFinal && $0 != .done }
    case .job: return evidence[vertex] == .ended(state)
    default: return state == .done && before.allSatisfy { $0 == .done }
    }
  }

  /// Returns what is wrong with how a run has ended, if anything.
  func complaint(atEnd states: [WorkflowEngine.Vertex], _ starts: [Int]) -> String? {
    for vertex in states.indices {
      if !states[vertex].state.isFinal { return "v\(vertex) is \(states[vertex]) at the end" }
      guard case .job = roles[vertex] else { continue }
      let isReached = predecessors[vertex].allSatisfy { states[$0].state == .done }
      if starts[vertex] != (isReached ? 1 : 0) { return "v\(vertex) ran \(starts[vertex]) times" }
    }
    return nil
  }

  private func cpus(_ vertex: WorkflowEngine.Vertex) -> Int {
    guard case .job(let demand) = vertex.role else { return 0 }
    return demand.request.cpus
  }
}
