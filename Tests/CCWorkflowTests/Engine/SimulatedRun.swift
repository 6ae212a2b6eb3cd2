import CampaignStore

@testable import CCWorkflow

/// A made-up machine with faults, on which the engine runs a random graph.
///
/// It keeps what a database and the evidence on disk would keep, so that a runner that dies at any
/// step can be followed by another one that knows no more than that.
struct SimulatedRun {
  /// Where a runner dies while it deals with events.
  private enum Crash {
    case beforeCommit
    /// After so many of the effects that were committed.
    case afterEffects(Int)
  }

  private var world: SimulatedWorld
  private var rules: SimulationRules
  private var record: SimulatedRecord
  private var engine: WorkflowEngine
  private var random: SeededGenerator
  private var now: Int64 = 1_000_000
  /// Of people, so that every run ends.
  private var wishesLeft: Int
  private(set) var problem: String?
  /// Names of effects, states and failures that occurred.
  private(set) var seen: Set<String> = []
  private(set) var steps = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    world = SimulatedWorld(&random)
    rules = SimulationRules(
      stopAfter: random.happens(20) ? Int.random(in: 1...3, using: &random) : nil)
    wishesLeft = random.happens(50) ? Int.random(in: 1...8, using: &random) : 0
    record = SimulatedRecord(
      vertices: world.graph.vertices, graph: world.graph, rules: rules, fleet: world.fleet)
    engine = SimulatedRun.engine(record.vertices, world, rules)
  }

  private static func engine(
    _ vertices: [WorkflowEngine.Vertex], _ world: SimulatedWorld, _ rules: SimulationRules
  ) -> WorkflowEngine {
    WorkflowEngine(
      vertices, names: world.graph.names, graph: world.graph.graph, fleet: world.fleet,
      stopAfter: rules.stopAfter)
  }

  /// Runs to the end and returns what went wrong.
  mutating func run() -> String? {
    feed([.begin])
    while problem == nil, world.problem == nil {
      if engine.isFinished {
        guard wishesLeft > 0 else { break }
        // Somebody has seen how it ended.
        wish()
        continue
      }
      steps += 1
      if steps > 4000 { return "the run does not end" }
      step()
    }
    return problem ?? world.problem
  }

  private mutating func step() {
    now += Int64.random(in: 0...4, using: &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<3: restart()
    case 3..<6 where wishesLeft > 0: wish()
    case 6: now += Int64.random(in: -300...300, using: &random)
    case 7..<10: feed([.tick])
    case 10..<13: feedNonsense()
    case 13: interrupt()
    case 14..<20:
      if let answer = world.answer(&random) { feed([answer]) }
    case 20..<60: deliver()
    default: if !world.progress(&random) { idle() }
    }
  }

  /// A batch system stops a job that runs, and may let it go on.
  private mutating func interrupt() {
    let running = engine.active.sorted().filter { engine.vertices[$0].state == .running }
    guard let vertex = running.randomElement(using: &random) else { return }
    let attempt = engine.vertices[vertex].attempts
    feed([.interrupted(vertex, isAnew: random.happens(50), attempt: attempt)])
    now += Int64.random(in: 0...4, using: &random)
    if problem == nil, random.happens(70) { feed([.started(vertex, attempt: attempt)]) }
  }

  /// Only what can still happen happens, so that the run goes on.
  private mutating func idle() {
    if !world.reports.isEmpty {
      deliver()
    } else if let answer = world.answer(&random) {
      feed([answer])
    } else if let deadline = engine.nextDeadline {
      now = max(now, deadline)
      feed([.tick])
    } else if let host = world.fleet.hosts.firstIndex(where: { !$0.isOpen }) {
      world.fleet.hosts[host].isOpen = true
      feed([.reach(host: host, isOpen: true)])
    } else if engine.isPaused {
      feed([.unpause])
    } else {
      // A report was lost, or a runner died before it did what it had decided.
      restart()
    }
  }

  private mutating func deliver() {
    var events: [EngineEvent] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) where !world.reports.isEmpty {
      let place = Int.random(in: world.reports.indices, using: &random)
      let isRepeated = random.happens(8)
      events.append(isRepeated ? world.reports[place] : world.reports.remove(at: place))
    }
    if !events.isEmpty { feed(events) }
  }

  /// Somebody wants something.
  private mutating func wish() {
    wishesLeft -= 1
    let all = Array(engine.vertices.indices)
    let some = all.filter { _ in random.happens(15) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: feed([.pause])
    case 2: feed([.unpause])
    case 3...5: feed([.cancel(random.happens(20) ? all : [-1, all.count + 7] + some)])
    case 6...9:
      feed([.retry(random.happens(40) ? all : [.max, .min] + some.shuffled(using: &random))])
    default:
      let event = world.fleet.change(&random)
      feed([event])
    }
  }

  /// Reports and answers that cannot be meant change nothing.
  private mutating func feedNonsense() {
    let vertex = Int.random(in: -2...(engine.vertices.count + 2), using: &random)
    let attempt = engine.vertices.indices.contains(vertex) ? engine.vertices[vertex].attempts : 0
    let late = attempt + [-1, 1, 2].randomElement(using: &random, or: 1)
    var events: [EngineEvent] = [
      .started(vertex, attempt: late), .neverStarted(vertex, attempt: late), .begin,
      .ended(vertex, .done, cause: nil, attempt: late), .ended(vertex, .running, cause: nil),
      .interrupted(vertex, isAnew: true, attempt: late),
      .ended(vertex, .skipped, cause: nil), .cancel([]), .retry([]), .cancel([-1, .max]),
    ]
    if !world.questions.contains(.decide(vertex)) { events.append(.decided(vertex, .run)) }
    if !world.questions.contains(.expand(vertex)) {
      let member = WorkflowEngine.Vertex(.marker)
      events.append(.expanded(vertex, [member], isClosed: random.happens(50)))
    }
    let event = events.randomElement(using: &random, or: .begin)
    let before = engine.vertices
    let effects = engine.handle(event, at: now)
    if !effects.isEmpty || engine.vertices != before { problem = "\(event) led to \(effects)" }
  }

  /// A runner's turn: the engine decides, one transaction records it, then it is done.
  private mutating func feed(_ events: [EngineEvent]) {
    var crash: Crash?
    if random.happens(4) {
      crash =
        random.happens(30) ? .beforeCommit : .afterEffects(Int.random(in: 0...2, using: &random))
    }
    var effects: [EngineEffect] = []
    for event in events where problem == nil { effects += handle(event) }
    if case .beforeCommit = crash { return restart() }
    record = SimulatedRecord(
      vertices: engine.vertices, graph: world.graph, rules: rules, fleet: world.fleet,
      isPaused: engine.isPaused)
    for (count, effect) in effects.enumerated() {
      if case .afterEffects(count) = crash { return restart() }
      let attempts = engine.vertices.map(\.attempts)
      world.perform(effect, attempt: { attempts[$0] }, &random)
    }
    if crash != nil { restart() }
  }

  private mutating func handle(_ event: EngineEvent) -> [EngineEffect] {
    let before = engine.vertices
    if case .expanded(let gate, let members, let isClosed) = event,
      let join = world.graph.joins[gate], engine.groups[join]?.isAsked == true
    {
      var graph = world.graph
      graph.expand(gate, members, isClosed: isClosed)
      world.adopt(graph)
    }
    rules.note(event, engine, world)
    let effects = engine.handle(event, at: now)
    for effect in effects { note(effect) }
    let step = SimulationRules.Step(
      event: event, before: before, engine: engine, effects: effects, now: now)
    problem = rules.complaint(step, world).map { "at step \(steps), \(event): \($0)" }
    return effects
  }

  private mutating func note(_ effect: EngineEffect) {
    switch effect {
    case .launch(_, let lease):
      seen.insert(lease.share > 0 ? "launch on a share" : "launch")
      seen.insert("launch on \(world.fleet.hosts[lease.host].name)")
    case .changed(let vertex):
      seen.insert(engine.vertices[vertex].state.rawValue)
      if let failure = engine.vertices[vertex].failure { seen.insert(failure.rawValue) }
      if engine.stopReason != nil { seen.insert("stopped") }
      if engine.ledger.hosts.contains(where: \.isDrained) { seen.insert("drained") }
    case .decide: seen.insert("decide")
    case .expand: seen.insert("expand")
    case .survey: seen.insert("survey")
    case .terminate: seen.insert("terminate")
    case .kill: seen.insert("kill")
    }
  }

  /// The runner is gone, and another one finds out what became of the jobs.
  private mutating func restart() {
    guard problem == nil else { return }
    // What a dead runner was told is lost; what it did not launch was never started.
    world.reports = []
    world.questions = []
    world.adopt(record.graph)
    rules = record.rules
    rules.beginAnew()
    engine = SimulatedRun.engine(record.vertices(for: world), world, rules)
    var events: [EngineEvent] = record.isPaused ? [.pause, .begin] : [.begin]
    for vertex in record.vertices.indices where record.vertices[vertex].state.isActive {
      events.append(
        world.find(vertex, attempt: record.vertices[vertex].attempts, &random))
    }
    feed(events)
  }
}

extension Array {
  fileprivate func randomElement(using random: inout SeededGenerator, or other: Element) -> Element
  {
    randomElement(using: &random) ?? other
  }
}
