import CampaignStore

@testable import CCWorkflow

/// An engine that is told anything in any order, and after that what it needs to come to an end.
struct SenselessRun {
  private var random: SeededGenerator
  private var fleet: Fleet
  private var engine: WorkflowEngine
  private var now: Int64 = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let graph = SimulatedGraph(&random)
    fleet = Fleet.random(&random)
    let states: [JobState] = [.ready, .ready, .ready, .waiting, .submitted, .running, .done]
    var vertices: [WorkflowEngine.Vertex] = []
    for (role, asks) in zip(graph.roles, graph.needsDecision) {
      let state = random.happens(50) ? .ready : states.randomElement(using: &random) ?? .ready
      vertices.append(
        WorkflowEngine.Vertex(
          role, state: state, needsDecision: asks, retriesUsed: random.happens(10) ? 2 : 0,
          isKilled: random.happens(10),
          lease: Lease(cpus: 1, devices: [0, 9], host: Int.random(in: -1...2, using: &random))))
    }
    engine = WorkflowEngine(
      vertices, names: [], graph: graph.graph, fleet: fleet,
      stopAfter: random.happens(10) ? 1 : nil)
  }

  mutating func run() -> String? {
    for _ in 0..<100 {
      now = random.happens(5) ? .random(in: .min ... .max, using: &random) : now &+ 3
      let event = event()
      let effects = engine.handle(event, at: now)
      if let problem = complaint(effects) { return "\(event): \(problem)" }
    }
    _ = engine.handle(.begin, at: now)
    _ = engine.handle(.unpause, at: now)
    for host in fleet.hosts.indices { _ = engine.handle(.reach(host: host, isOpen: true), at: now) }
    for _ in 0..<10_000 where !engine.isFinished { goOn() }
    return engine.isFinished ? nil : "the run does not end"
  }

  private func complaint(_ effects: [EngineEffect]) -> String? {
    let active = engine.vertices.count { $0.state.isActive && $0.demand != nil }
    if active != engine.activeCount { return "\(active) jobs are active" }
    let ends = engine.vertices.allSatisfy(\.state.isFinal)
    return engine.isFinished == ends ? nil : "finished or not"
  }

  private mutating func event() -> EngineEvent {
    let vertex = Int.random(in: -1...(engine.vertices.count), using: &random)
    let list = (0..<3).map { _ in Int.random(in: -1...engine.vertices.count, using: &random) }
    switch Int.random(in: 0..<16, using: &random) {
    case 0, 1: return .begin
    case 2...4: return .started(vertex)
    case 5...7:
      let state = JobState.allCases.randomElement(using: &random) ?? .done
      return .ended(vertex, state, FailureCause.allCases.randomElement(using: &random), cause: nil)
    case 8: return .neverStarted(vertex)
    case 9: return .decided(vertex, [.run, .skip(reason: "a"), .fail(reason: "b")][list.count % 3])
    case 10: return .expanded(vertex, [.init(.gate), .init(.join(isOpen: true))], isClosed: false)
    case 11: return .cancel(list)
    case 12: return .retry(list)
    case 13: return random.happens(50) ? .pause : .unpause
    case 14: return .tick
    default:
      guard random.happens(80) else {
        return .pool(ResourcePool(cpus: 1), host: Int.random(in: -1...9, using: &random))
      }
      return fleet.change(&random)
    }
  }

  /// Says yes to all questions, and ends all that runs.
  private mutating func goOn() {
    now = engine.nextDeadline ?? now
    _ = engine.handle(.tick, at: now)
    for vertex in engine.vertices.indices {
      _ = engine.handle(.decided(vertex, .run), at: now)
      _ = engine.handle(.expanded(vertex, [], isClosed: true), at: now)
      _ = engine.handle(.ended(vertex, .done, cause: nil), at: now)
    }
  }
}
