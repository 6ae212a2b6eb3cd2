import CampaignStore

@testable import CCWorkflow

/// What must hold after every step of an engine, and what has to be remembered to judge that.
struct SimulationRules {
  typealias Vertex = WorkflowEngine.Vertex

  /// An event, and what the engine made of it.
  struct Step {
    let event: EngineEvent
    let before: [Vertex]
    let engine: WorkflowEngine
    let effects: [EngineEffect]
    let now: Int64

    var after: [Vertex] { engine.vertices }
  }

  let stopAfter: Int?
  /// What somebody wanted cancelled, since it was last made ready.
  private(set) var wishes: Set<Int> = []
  /// Of these, what somebody wanted to run again before it had ended.
  private var takenBack: Set<Int> = []
  /// Whether the step makes vertices ready that had ended.
  private var isRetrying = false
  private(set) var decisions: [Int: Decision] = [:]
  /// Automatic ones, since the job was last made ready by somebody.
  private var retries: [Int: Int] = [:]
  private var failures = 0
  /// Hosts that this engine has wanted to be asked.
  private var asked: Set<Int> = []

  init(stopAfter: Int?) { self.stopAfter = stopAfter }

  var isStopped: Bool { stopAfter.map { failures >= $0 } ?? false }

  /// Another engine counts failures anew.
  mutating func beginAnew() {
    failures = 0
    asked = []
  }

  /// To be called before a step.
  mutating func note(
    _ event: EngineEvent, _ engine: WorkflowEngine, _ world: SimulatedWorld
  ) {
    if case .cancel(let list) = event {
      wishes.formUnion(world.graph.closure(list))
      takenBack.subtract(world.graph.closure(list))
    }
    if case .retry(let list) = event {
      takenBack.formUnion(world.graph.closure(list).filter { engine.isCancelling($0) })
    }
    // A second answer to a question that was asked twice is none.
    if case .decided(let vertex, let decision) = event, engine.isValid(vertex),
      engine.standings[vertex].decision == .asked
    {
      decisions[vertex] = decision
    }
  }

  /// Returns what is wrong with a step, if anything.
  mutating func complaint(_ step: Step, _ world: SimulatedWorld) -> String? {
    let back = takenBack.filter { hasEnded($0, step) }
    takenBack.subtract(back)
    // What ended well meanwhile stays so.
    let again = back.filter { !step.after[$0].isFine }
    isRetrying = isRetry(step.event) || !again.isEmpty
    for vertex in again where step.after[vertex].state == .cancelled {
      guard !world.graph.predecessors[vertex].allSatisfy({ step.after[$0].isFine }) else {
        return "v\(vertex) stays cancelled, and somebody wanted it to run again"
      }
    }
    for vertex in again {
      wishes.remove(vertex)
      decisions[vertex] = nil
      retries[vertex] = 0
    }
    for vertex in step.before.indices where step.before[vertex].state.isFinal {
      guard !step.after[vertex].state.isFinal else { continue }
      guard isRetrying, !step.before[vertex].isFine else {
        return "v\(vertex) had ended and is now \(step.after[vertex])"
      }
      wishes.remove(vertex)
      decisions[vertex] = nil
      retries[vertex] = 0
    }
    countFailures(step, world)
    for vertex in step.after.indices {
      if let problem = judgeState(vertex, step, world) { return "v\(vertex) \(problem)" }
    }
    for effect in step.effects {
      if let problem = judge(effect, step, world) { return "\(effect): \(problem)" }
    }
    return judgeWhole(step, world)
  }

  /// Whether the attempt that was under way is not any more.
  private func hasEnded(_ vertex: Int, _ step: Step) -> Bool {
    guard step.before.indices.contains(vertex), step.before[vertex].state.isActive else {
      return true
    }
    return !step.after[vertex].state.isActive
      || step.after[vertex].attempts != step.before[vertex].attempts
  }

  private mutating func countFailures(_ step: Step, _ world: SimulatedWorld) {
    let again = isRetrying ? step.before.indices.filter { isReset($0, step) } : []
    if !again.isEmpty { failures = 0 }
    if case .cannotExpand = step.event, !step.effects.isEmpty { failures += 1 }
    for vertex in step.after.indices where !world.graph.isJoin(vertex) {
      let wasFinal = step.before.indices.contains(vertex) && step.before[vertex].state.isFinal
      let state = step.after[vertex].state
      if state == .failed || state == .lost, !wasFinal || again.contains(vertex) { failures += 1 }
    }
  }

  private func isReset(_ vertex: Int, _ step: Step) -> Bool {
    let (before, after) = (step.before[vertex].state, step.after[vertex].state)
    guard before.isFinal, before != .skipped || after != .skipped else { return false }
    return step.effects.contains(.changed(vertex))
  }

  private mutating func judgeState(
    _ vertex: Int, _ step: Step, _ world: SimulatedWorld
  ) -> String? {
    let after = step.after[vertex]
    let isNew = vertex >= step.before.count
    let before = isNew ? Vertex(after.role) : step.before[vertex]
    if before.state != after.state || before.cause != after.cause {
      guard step.effects.contains(.changed(vertex)) else { return "has changed, nobody is told" }
    }
    if before.state == .done, after.state != .done { return "was done and is \(after.state)" }
    if after.state.isFinal, before.state != after.state {
      if !isFounded(vertex, before, step, world) { return "is \(after) without evidence" }
    }
    if after.state == .skipped, step.engine.hasBegun,
      !isSkippedForAReason(vertex, after.cause, step, world)
    {
      return "is skipped with the cause '\(after.cause ?? "")'"
    }
    return nil
  }

  private mutating func judge(
    _ effect: EngineEffect, _ step: Step, _ world: SimulatedWorld
  ) -> String? {
    switch effect {
    case .changed: return nil
    case .survey(let host):
      guard asked.insert(host).inserted, world.fleet.hosts[host].pool.isPresumed,
        world.fleet.hosts[host].isOpen
      else { return "it is not to be asked" }
    case .launch(let vertex, let lease): return judge(launch: vertex, lease, step, world)
    case .decide(let vertex):
      // It may have been skipped by the same event.
      guard step.after[vertex].state == .ready || isStopped, step.after[vertex].needsDecision,
        world.graph.predecessors[vertex].allSatisfy({ step.after[$0].isFine })
      else { return "too early or too late" }
      decisions[vertex] = nil
    case .expand(let gate):
      guard let join = world.graph.joins[gate], !step.after[join].state.isFinal || isStopped,
        step.after[gate].state == .done, world.graph.isOpen(join),
        world.graph.predecessors[join].allSatisfy({ step.after[$0].isFine })
      else { return "too early or too late" }
    case .terminate(let vertex), .kill(let vertex):
      guard step.after[vertex].state.isActive, step.after[vertex].isKilled else {
        return "it is \(step.after[vertex].state)"
      }
    }
    return nil
  }

  private mutating func judge(
    launch vertex: Int, _ lease: Lease, _ step: Step, _ world: SimulatedWorld
  ) -> String? {
    let after = step.after[vertex]
    if step.engine.isPaused { return "while paused" }
    if isStopped { return "after \(failures) failures" }
    if wishes.contains(vertex) { return "although it was cancelled" }
    if after.state != .submitted || after.lease != lease { return "it is \(after)" }
    if vertex < step.before.count {
      if step.before[vertex].state.isFinal, !isRetrying { return "it had ended" }
      if let time = step.before[vertex].notBefore, time > step.now { return "before its time" }
      if step.before[vertex].retriesUsed < after.retriesUsed, after.demand?.retry?.delay != 0 {
        return "without its delay"
      }
      if after.attempts != step.before[vertex].attempts + 1 { return "attempt \(after.attempts)" }
    }
    guard world.graph.predecessors[vertex].allSatisfy({ step.after[$0].isFine }) else {
      return "before all it depends on is done"
    }
    if after.needsDecision, decisions[vertex] != .run { return "before it is decided" }
    if case .ended(let state, let failure) = world.evidence[vertex],
      world.launched[vertex] == after.attempts - 1, after.retriesUsed > 0
    {
      retries[vertex, default: 0] += 1
      guard let policy = after.demand?.retry, let cause = after.failure, state != .done,
        retries[vertex, default: 0] <= policy.max, policy.causes.contains(cause),
        cause == failure || cause == .timeout || state == .lost
      else { return "retry \(retries[vertex, default: 0]) after \(state)" }
    } else if case .ended = world.evidence[vertex], after.retriesUsed == 0, !isFresh(vertex) {
      return "again"
    }
    guard world.fleet.places(for: after.demand?.request ?? ResourceRequest()).contains(lease.host)
    else { return "on host \(lease.host)" }
    if !world.fleet.hosts[lease.host].isOpen { return "on a host that cannot be reached" }
    let usage = SimulatedUsage(step.after, world.fleet, host: lease.host)
    return usage.complaint(about: lease, of: after)
  }

  private func isRetry(_ event: EngineEvent) -> Bool {
    guard case .retry = event else { return false }
    return true
  }

  /// Whether somebody wanted it to run again.
  private func isFresh(_ vertex: Int) -> Bool { retries[vertex] == 0 }

  private func judgeWhole(_ step: Step, _ world: SimulatedWorld) -> String? {
    let engine = step.engine
    if engine.activeCount != step.after.count(where: \.state.isActive) { return "wrong count" }
    if engine.isFinished != step.after.allSatisfy(\.state.isFinal) { return "finished or not" }
    if engine.isStuck { return "it is stuck" }
    for vertex in step.after.indices {
      let now = step.after[vertex]
      if step.event == .begin, now.isKilled, !step.effects.contains(.terminate(vertex)) {
        return "v\(vertex) is not told again to end"
      }
      if isStopped, now.state == .ready || now.state == .waiting, !world.graph.isJoin(vertex) {
        return "v\(vertex) is \(now.state) although the run has stopped"
      }
      if engine.hasBegun, let end = deadline(of: now) {
        if step.event == .tick, end <= step.now { return "v\(vertex) was forgotten at \(end)" }
        if engine.nextDeadline.map({ $0 > end }) ?? true { return "v\(vertex) will be forgotten" }
      }
    }
    return engine.isPaused || isStopped || !engine.hasBegun ? nil : idleness(step, world)
  }

  private func deadline(of vertex: Vertex) -> Int64? {
    if vertex.state == .waiting { return vertex.notBefore }
    guard vertex.state == .running, !vertex.isKilled, let started = vertex.started,
      let limit = vertex.demand?.limit(after: vertex.retriesUsed)
    else { return nil }
    return Span.sum(started, limit)
  }

  /// The job with the longest path before it starts as soon as there is room for it.
  private func idleness(_ step: Step, _ world: SimulatedWorld) -> String? {
    let waiting = step.after.indices.filter {
      step.after[$0].state == .waiting && step.after[$0].notBefore == nil
    }
    guard !waiting.isEmpty else { return nil }
    let priorities = world.graph.priorities
    let first = waiting.min { (-priorities[$0], $0) < (-priorities[$1], $1) }
    guard let first, let demand = step.after[first].demand else { return nil }
    let place = SimulatedUsage.place(
      for: demand, retries: step.after[first].retriesUsed, among: step.after, world.fleet,
      drained: step.engine.ledger.hosts.map(\.isDrained))
    if let place { return "v\(first) could start on host \(place) and does not" }
    let isRoom = world.fleet.hosts.indices.contains { host in
      world.fleet.hosts[host].isOpen && !step.engine.ledger.hosts[host].isDrained
        && step.engine.ledger.hosts[host].ledger.hasSlot
    }
    let forgotten = world.fleet.places(for: demand.request).first { host in
      world.fleet.hosts[host].isOpen && world.fleet.hosts[host].pool.isPresumed
        && !asked.contains(host)
    }
    return isRoom
      ? forgotten.map { "v\(first) waits for host \($0), which nobody is to ask" } : nil
  }
}
