import CampaignStore

@testable import CCWorkflow

/// No state without evidence of it.
extension SimulationRules {
  func isSkippedForAReason(
    _ vertex: Int, _ cause: String?, _ step: Step, _ world: SimulatedWorld
  ) -> Bool {
    if cause == "unwanted" || (cause?.hasPrefix("the run stops") ?? false) { return true }
    if world.graph.isJoin(vertex) || cause == "unclear" { return true }
    return badOnes(before: vertex, step, world).contains {
      step.engine.reason(forSkippingBehind: $0) == cause
        || (world.graph.roles[$0] == .gate && isSkippedForAReason($0, cause, step, world))
    }
  }

  private func badOnes(before vertex: Int, _ step: Step, _ world: SimulatedWorld) -> [Int] {
    world.graph.predecessors[vertex].filter {
      step.after[$0].state.isFinal && !step.after[$0].isFine
    }
  }

  /// Whether a final state follows from what really happened.
  func isFounded(
    _ vertex: Int, _ before: Vertex, _ step: Step, _ world: SimulatedWorld
  ) -> Bool {
    let after = step.after[vertex]
    let bad = badOnes(before: vertex, step, world)
    let areAllDone = world.graph.predecessors[vertex].allSatisfy { step.after[$0].isFine }
    if world.graph.isJoin(vertex) {
      guard world.graph.predecessors[vertex].allSatisfy({ step.after[$0].state.isFinal }) else {
        return false
      }
      if after.state == .done { return areAllDone && !world.graph.isOpen(vertex) }
      // Of a group whose gate was not to be passed, or none of whose members was to run.
      if after.isLeftOut {
        return world.graph.predecessors[vertex].contains { step.after[$0].isLeftOut }
      }
      if after.cause == "unknown", case .cannotExpand = step.event { return true }
      return !bad.isEmpty || wishes.contains(vertex) || stopAfter != nil
    }
    var evidence: (JobState, FailureCause?)?
    if case .ended(let state, let failure) = world.evidence[vertex],
      world.launched[vertex] == after.attempts, before.state.isActive
    {
      evidence = (state, failure)
    }
    switch after.state {
    case .done where !world.graph.isJob(vertex): return areAllDone
    case .done: return evidence?.0 == .done
    case .lost: return evidence?.0 == .lost || (before.failure == .lost && stopAfter != nil)
    case .failed:
      if decisions[vertex] == .fail(reason: "unclear"), !before.state.isActive { return true }
      if before.state == .waiting, before.retriesUsed > 0, isStopped { return true }
      if after.failure == .launch, evidence?.1 != .launch { return !canFit(after, step, world) }
      return evidence?.0 == .failed || (evidence?.0 == .cancelled && after.failure == .timeout)
    case .cancelled:
      guard before.state.isActive else { return wishes.contains(vertex) }
      if evidence?.0 == .cancelled { return true }
      return wishes.contains(vertex) && (evidence == nil || evidence?.0 == .failed)
    case .skipped:
      let isUnwanted =
        decisions[vertex] == .skip(reason: "unwanted")
        || world.graph.predecessors[vertex].contains { step.after[$0].isLeftOut }
      return !bad.isEmpty || isUnwanted || stopAfter != nil
    default: return false
    }
  }

  private func canFit(_ vertex: Vertex, _ step: Step, _ world: SimulatedWorld) -> Bool {
    guard let demand = vertex.demand else { return true }
    return SimulatedUsage.canEverFit(
      demand, retries: vertex.retriesUsed, world.fleet,
      drained: step.engine.ledger.hosts.map(\.isDrained))
  }
}
