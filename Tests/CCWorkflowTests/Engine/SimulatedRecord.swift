import CampaignStore

@testable import CCWorkflow

/// What the last transaction of a runner committed.
struct SimulatedRecord {
  var vertices: [WorkflowEngine.Vertex]
  var graph: SimulatedGraph
  var rules: SimulationRules
  var fleet: Fleet
  var isPaused = false

  /// What the next runner makes of it: gates are not kept, and leases only by names of devices.
  func vertices(for world: SimulatedWorld) -> [WorkflowEngine.Vertex] {
    vertices.enumerated().map { index, old in
      let role = world.graph.roles[index]
      if role == .gate { return WorkflowEngine.Vertex(.gate, needsDecision: old.needsDecision) }
      let lease = old.lease.map { self.lease($0, in: world.fleet) }
      return WorkflowEngine.Vertex(
        role, state: old.state, cause: old.cause, failure: old.failure,
        needsDecision: old.needsDecision, attempts: old.attempts, retriesUsed: old.retriesUsed,
        started: old.started, notBefore: old.notBefore, isKilled: old.isKilled, lease: lease,
        isLeftOut: old.isLeftOut)
    }
  }

  /// Devices are found by their names, wherever they stand now.
  private func lease(_ lease: Lease, in fleet: Fleet) -> Lease {
    let before = self.fleet.hosts[lease.host].pool.devices
    let now = fleet.hosts[lease.host].pool.devices
    var lease = lease
    lease.devices = lease.devices.compactMap { device in
      guard before.indices.contains(device) else { return nil }
      return now.firstIndex { $0.id == before[device].id }
    }
    return lease
  }
}
