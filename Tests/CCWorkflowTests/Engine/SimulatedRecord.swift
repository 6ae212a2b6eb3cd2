import CampaignStore

@testable import CCWorkflow

/// What the last transaction of a runner committed.
struct SimulatedRecord {
  var vertices: [WorkflowEngine.Vertex]
  var graph: SimulatedGraph
  var rules: SimulationRules
  var pool: ResourcePool
  var isPaused = false

  /// What the next runner makes of it: gates are not kept, and leases only by names of devices.
  func vertices(for world: SimulatedWorld) -> [WorkflowEngine.Vertex] {
    let places = Dictionary(
      zip(world.pool.devices.map(\.id), world.pool.devices.indices), uniquingKeysWith: min)
    return vertices.enumerated().map { index, old in
      let role = world.graph.roles[index]
      if role == .gate { return WorkflowEngine.Vertex(.gate, needsDecision: old.needsDecision) }
      var lease = old.lease
      lease?.devices = (old.lease?.devices ?? []).compactMap { device in
        guard pool.devices.indices.contains(device) else { return nil }
        return places[pool.devices[device].id]
      }
      return WorkflowEngine.Vertex(
        role, state: old.state, cause: old.cause, failure: old.failure,
        needsDecision: old.needsDecision, attempts: old.attempts, retriesUsed: old.retriesUsed,
        started: old.started, notBefore: old.notBefore, isKilled: old.isKilled, lease: lease,
        isLeftOut: old.isLeftOut)
    }
  }
}
