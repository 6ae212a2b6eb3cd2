import CampaignStore

@testable import CCWorkflow

/// A made-up machine with faults, on which the engine runs a random graph.
///
/// It keeps what a database and the evidence on disk would keep, so that a runner that dies at any
/// step can be followed by another one that knows no more than that.
struct SimulatedRun {
  /// What really became of a job.
  enum Evidence: Equatable {
    case none
    /// The intent is recorded, nothing runs.
    case intended
    case running
    case ended(JobState)
  }

  /// Where a runner dies while it deals with an event.
  private enum Crash {
    case beforeCommit
    /// After so many of the launches that were committed.
    case afterLaunches(Int)
  }

  private static let outcomes: [JobState] = [
    .done, .done, .done, .done, .failed, .lost, .cancelled,
  ]

  let shape: SimulatedGraph
  private var random: SeededGenerator
  private var engine: WorkflowEngine
  /// The states that the last transaction committed.
  private(set) var recorded: [WorkflowEngine.Vertex]
  private(set) var evidence: [Evidence]
  /// How often each job has really begun.
  private(set) var starts: [Int]
  /// Reports that are on their way to the runner, in no order.
  private var reports: [EngineEvent] = []
  private(set) var problem: String?

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    shape = SimulatedGraph(&random)
    recorded = shape.roles.map { WorkflowEngine.Vertex($0) }
    evidence = Array(repeating: .none, count: shape.roles.count)
    starts = Array(repeating: 0, count: shape.roles.count)
    engine = shape.engine(recorded)
  }

  /// Runs to the end and returns what went wrong.
  mutating func run() -> String? {
    feed([.begin])
    var steps = 0
    while problem == nil, !engine.isFinished {
      steps += 1
      if steps > 20_000 { return "the run does not end" }
      if engine.activeCount == 0 { return "nothing is under way and not all has ended" }
      step()
    }
    return problem ?? shape.complaint(atEnd: recorded, starts)
  }

  private mutating func step() {
    if random.happens(4) { return restart() }
    if !reports.isEmpty, random.happens(50) {
      let index = Int.random(in: reports.indices, using: &random)
      return feed([random.happens(10) ? reports[index] : reports.remove(at: index)])
    }
    let active = evidence.indices.filter { evidence[$0] == .intended || evidence[$0] == .running }
    guard let job = active.randomElement(using: &random) else { return }
    if evidence[job] == .running {
      let state = Self.outcomes.randomElement(using: &random) ?? .done
      evidence[job] = .ended(state)
      reports.append(.ended(job, state, cause: state == .done ? nil : "cause"))
    } else {
      begin(job)
      // A start record may be missed.
      if !random.happens(15) { reports.append(.started(job)) }
    }
  }

  private mutating func begin(_ job: Int) {
    starts[job] += 1
    evidence[job] = .running
    if starts[job] > 1 { problem = "v\(job) has run twice" }
  }

  /// A runner's turn: the engine decides, one transaction records it, then jobs are launched.
  private mutating func feed(_ events: [EngineEvent]) {
    let crash: Crash? =
      random.happens(3)
      ? (random.happens(30) ? .beforeCommit : .afterLaunches(Int.random(in: 0...2, using: &random)))
      : nil
    var effects: [EngineEffect] = []
    for event in events { effects += engine.handle(event, at: 0) }
    if case .beforeCommit = crash { return restart() }
    let launches = effects.compactMap { effect -> Int? in
      guard case .launch(let vertex, _) = effect else { return nil }
      return vertex
    }
    for vertex in launches where evidence[vertex] != .none {
      problem = problem ?? "v\(vertex) is launched although it is \(evidence[vertex])"
    }
    problem =
      problem ?? shape.complaint(engine, before: recorded, evidence, launches: launches, effects)
    recorded = engine.vertices
    for (count, vertex) in launches.enumerated() {
      if case .afterLaunches(count) = crash { return restart() }
      evidence[vertex] = .intended
    }
    if crash != nil { restart() }
  }

  /// The runner is gone, and another one finds out what became of the jobs.
  private mutating func restart() {
    // What a dead runner was told is lost; what it did not launch was never started.
    reports = []
    engine = shape.engine(recorded)
    var events: [EngineEvent] = [.begin]
    for vertex in recorded.indices where recorded[vertex].state.isActive {
      switch evidence[vertex] {
      case .none: events.append(.neverStarted(vertex))
      case .intended where random.happens(50):
        // The resumer was quicker than the wrapper, which will refuse to run.
        evidence[vertex] = .none
        events.append(.neverStarted(vertex))
      case .intended:
        begin(vertex)
        events.append(.started(vertex))
      case .running: events.append(.started(vertex))
      case .ended(let state): events.append(.ended(vertex, state, cause: "cause"))
      }
    }
    feed(events)
  }
}
