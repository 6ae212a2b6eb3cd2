import CampaignStore

@testable import CCWorkflow

/// What really happens: processes, reports on their way, and people.
struct SimulatedWorld {
  /// What really became of the last attempt of a job.
  enum Evidence: Equatable {
    case none
    /// The intent is recorded, nothing runs.
    case intended
    case running
    case ended(JobState, FailureCause?)
  }

  private static let outcomes: [(JobState, FailureCause?)] = [
    (.done, nil), (.done, nil), (.done, nil), (.done, nil), (.done, nil), (.done, nil),
    (.failed, .exit), (.failed, .oom), (.failed, .signal), (.failed, .nodeFail), (.failed, nil),
    (.failed, .success), (.cancelled, .preempted), (.lost, .lost), (.lost, nil),
  ]

  var graph: SimulatedGraph
  var fleet: Fleet
  private(set) var evidence: [Evidence]
  /// Which attempt the evidence is of.
  private(set) var launched: [Int]
  /// Jobs that end by a kill only.
  private var stubborn: Set<Int> = []
  /// Reports that are on their way to the runner, in no order.
  var reports: [EngineEvent] = []
  /// Questions of the runner that is there.
  var questions: [EngineEffect] = []
  private var passes: [Int: Int] = [:]
  private(set) var problem: String?
  /// The place of a host that lets most of its jobs down.
  private let faultyHost: Int?
  /// What hosts really have that are still to be asked: less than is presumed, or more.
  private let truths: [Int: ResourcePool]

  init(_ random: inout SeededGenerator) {
    graph = SimulatedGraph(&random)
    fleet = Fleet.random(&random)
    truths = fleet.presume(&random)
    faultyHost = random.happens(30) ? 1 : nil
    evidence = Array(repeating: .none, count: graph.roles.count)
    launched = Array(repeating: 0, count: graph.roles.count)
  }

  /// Does what a runner decided.
  mutating func perform(
    _ effect: EngineEffect, attempt: (Int) -> Int, _ random: inout SeededGenerator
  ) {
    switch effect {
    case .launch(let vertex, let lease):
      launch(vertex, attempt(vertex), &random)
      if lease.host == faultyHost, evidence[vertex] == .intended, random.happens(80) {
        end(vertex, .failed, .nodeFail, &random)
      }
    case .terminate(let vertex): terminate(vertex, random.happens(60), &random)
    case .kill(let vertex):
      stubborn.remove(vertex)
      terminate(vertex, true, &random)
    case .decide, .expand: questions.append(effect)
    case .survey:
      // The answer may never come.
      if !random.happens(15) { questions.append(effect) }
    case .changed: break
    }
  }

  private mutating func launch(
    _ vertex: Int, _ attempt: Int, _ random: inout SeededGenerator
  ) {
    if evidence[vertex] == .intended || evidence[vertex] == .running {
      problem = "v\(vertex) is launched while it is \(evidence[vertex])"
    }
    launched[vertex] = attempt
    if random.happens(4) {
      end(vertex, .failed, .launch, &random)
    } else {
      evidence[vertex] = .intended
    }
  }

  private mutating func terminate(
    _ vertex: Int, _ obeys: Bool, _ random: inout SeededGenerator
  ) {
    guard obeys, !stubborn.contains(vertex) else { return }
    switch evidence[vertex] {
    case .intended:
      evidence[vertex] = .none
      reports.append(.neverStarted(vertex, attempt: launched[vertex]))
    case .running:
      let outcomes: [(JobState, FailureCause?)] = [
        (.cancelled, nil), (.failed, .signal), (.failed, .exit), (.done, nil), (.lost, .lost),
      ]
      let outcome = outcomes.randomElement(using: &random) ?? (.done, nil)
      end(vertex, outcome.0, outcome.1, &random)
    case .none, .ended: break
    }
  }

  private mutating func end(
    _ vertex: Int, _ state: JobState, _ failure: FailureCause?, _ random: inout SeededGenerator
  ) {
    evidence[vertex] = .ended(state, failure)
    // A report may be lost until the next runner looks for itself.
    if !random.happens(4) { reports.append(ending(of: vertex, state, failure)) }
  }

  private func ending(
    of vertex: Int, _ state: JobState, _ failure: FailureCause?
  ) -> EngineEvent {
    let cause = state == .done ? nil : "cause"
    return .ended(vertex, state, failure, cause: cause, attempt: launched[vertex])
  }

  mutating func begin(_ vertex: Int, _ random: inout SeededGenerator) {
    evidence[vertex] = .running
    guard case .job(let demand) = graph.roles[vertex] else { return }
    if demand.limit != nil, random.happens(20) { stubborn.insert(vertex) }
  }

  /// Something happens to a job; false where nothing can.
  mutating func progress(_ random: inout SeededGenerator) -> Bool {
    let open = evidence.indices.filter {
      evidence[$0] == .intended || (evidence[$0] == .running && !stubborn.contains($0))
    }
    guard let vertex = open.randomElement(using: &random) else { return false }
    if evidence[vertex] == .running {
      let outcome = Self.outcomes.randomElement(using: &random) ?? (.done, nil)
      end(vertex, outcome.0, outcome.1, &random)
    } else if random.happens(4) {
      evidence[vertex] = .none
      reports.append(.neverStarted(vertex, attempt: launched[vertex]))
    } else {
      begin(vertex, &random)
      if !random.happens(15) { reports.append(.started(vertex, attempt: launched[vertex])) }
    }
    return true
  }

  /// What the next runner finds out about an attempt that was under way.
  mutating func find(
    _ vertex: Int, attempt: Int, _ random: inout SeededGenerator
  ) -> EngineEvent {
    guard launched[vertex] == attempt else { return .neverStarted(vertex) }
    switch evidence[vertex] {
    case .none: return .neverStarted(vertex)
    case .intended where random.happens(50):
      // The resumer was quicker than the wrapper, which will refuse to run.
      evidence[vertex] = .none
      return .neverStarted(vertex)
    case .intended:
      begin(vertex, &random)
      return .started(vertex)
    case .running: return .started(vertex)
    case .ended(let state, let failure): return ending(of: vertex, state, failure)
    }
  }

  /// Answers a question, perhaps not the first; nil where there is none.
  mutating func answer(_ random: inout SeededGenerator) -> EngineEvent? {
    guard let place = questions.indices.randomElement(using: &random) else { return nil }
    switch questions.remove(at: place) {
    case .decide(let vertex):
      let decision: Decision =
        random.happens(70)
        ? .run : random.happens(60) ? .skip(reason: "unwanted") : .fail(reason: "unclear")
      return .decided(vertex, decision)
    case .expand(let gate):
      let pass = passes[gate, default: 0] + 1
      passes[gate] = pass
      if random.happens(5) { return .cannotExpand(gate, cause: "unknown") }
      let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        let role = random.happens(10) ? .marker : SimulatedGraph.work(&random)
        return WorkflowEngine.Vertex(role, needsDecision: random.happens(5))
      }
      return .expanded(gate, members, isClosed: pass > 3 || random.happens(40))
    case .survey(let host):
      guard let pool = truths[host] else { return nil }
      fleet.hosts[host].pool = pool
      return .pool(pool, host: host)
    default: return nil
    }
  }

  /// Takes over which vertices there are.
  mutating func adopt(_ graph: SimulatedGraph) {
    self.graph = graph
    let missing = max(0, graph.roles.count - evidence.count)
    evidence = evidence.prefix(graph.roles.count) + Array(repeating: .none, count: missing)
    launched = launched.prefix(graph.roles.count) + Array(repeating: 0, count: missing)
  }
}
