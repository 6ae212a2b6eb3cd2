internal import CampaignStore

/// The state of a run: which vertex may start, which has ended, and what follows from it.
///
/// Pure: it starts nothing and reads no clock. One door, ``handle(_:at:)``, takes an event and
/// returns the effects that are to be performed, in order.
package struct WorkflowEngine: Sendable {
  /// What the engine alone knows of a vertex.
  struct Standing {
    enum Decision: UInt8 {
      case none
      case asked
      case made
    }

    /// Why the end of a job was ordered.
    enum Order: UInt8 {
      case none
      case limit
      case cancel
    }

    /// Predecessors that have not ended well yet; of a join, that have not ended.
    var pending: Int32 = 0
    /// Predecessors that have ended, and not well.
    var bad: Int32 = 0
    /// Jobs on the longest path from here to an end.
    var priority: Int32 = 0
    /// Among those of the same priority; negative before it has first waited for room.
    var turn: Int32 = -1
    var decision = Decision.none
    var order = Order.none
  }

  /// What belongs to a join.
  struct Group {
    let gate: Int?
    /// Members that were added while the run went on.
    var added: [Int] = []
    var isOpen: Bool
    /// Whether the answer to a question for members is awaited.
    var isAsked = false
    /// Whether no more members are wanted.
    var isCancelled = false
  }

  package internal(set) var vertices: [Vertex]
  let graph: Graph
  let names: [String]
  var standings: [Standing]
  /// By join.
  var groups: [Int: Group]
  var joinOfGate: [Int: Int] = [:]
  /// Of vertices that are not in the graph, in order.
  var joinsOfAdded: [Int] = []
  var queue: ReadyQueue
  var ledger: FleetLedger
  var share = FairShare()
  var deadlines = Deadlines()
  /// How long jobs had run that do not run for now.
  var timeUsed: [Int: Int64] = [:]
  /// Jobs that are submitted or running.
  var active: Set<Int> = []
  var unfinished: Int
  /// Questions whose answers are awaited.
  var questions = 0
  /// Jobs whose end was asked for, and that somebody wants to run again when they have ended.
  var wantedAgain: Set<Int> = []
  /// Hosts of which it was wanted that they are asked what they have.
  var surveyed: Set<Int> = []
  var effects: [EngineEffect] = []
  /// Vertices whose end has still to be told to those behind them.
  var ended: [Int] = []
  var now: Int64 = 0
  var hasBegun = false
  /// Whether something may fit that did not when the queues were last looked through.
  var isRoundDue = false
  /// Failures after which nothing more starts.
  let failureLimit: Int?
  var failures = 0
  /// Why nothing more starts; nil where it does.
  var stopReason: String?
  package internal(set) var isPaused = false

  /// Takes up a run: what has ended stays so, what is active keeps what it was given.
  ///
  /// Names are those of the vertices, for causes. After so many failures as `stopAfter` says,
  /// counted from now, nothing more starts.
  package init(
    _ vertices: [Vertex], names: [String], graph: Graph, fleet: Fleet, stopAfter: Int? = nil
  ) {
    self.vertices = vertices
    self.names = names
    self.graph = graph
    failureLimit = stopAfter.map { max(1, $0) }
    standings = WorkflowEngine.standings(of: vertices, graph)
    queue = ReadyQueue(vertices: vertices.count)
    ledger = FleetLedger(fleet)
    unfinished = vertices.count { !$0.state.isFinal }
    groups = [:]
    findGroups()
    takeUp()
  }

  /// Whether nothing is left to run.
  package var isFinished: Bool { unfinished == 0 }
  /// Jobs that are submitted or running.
  package var activeCount: Int { active.count }
  /// When the next ``EngineEvent/tick`` is due; nil where none is.
  package var nextDeadline: Int64? { deadlines.next }
  /// Whether something is left to run and nothing can ever happen.
  package var isStuck: Bool {
    !isFinished && !isPaused && active.isEmpty && questions == 0 && nextDeadline == nil
      && !ledger.mayGrow
  }

  /// Takes an event and returns what is to be done about it.
  ///
  /// Deadlines are looked at by ``EngineEvent/tick`` only, so that what has ended can be reported
  /// first. Before ``EngineEvent/begin``, only pauses and what there is are listened to.
  ///
  /// - Units: `time` in nanoseconds of any one clock.
  /// - Cost: O(log jobs + shapes of requests) and O(successors) of each vertex that ends by it.
  package mutating func handle(_ event: EngineEvent, at time: Int64) -> [EngineEffect] {
    effects.removeAll(keepingCapacity: true)
    now = time
    switch event {
    case .pause: isPaused = true
    case .unpause: isPaused = false
    case .pool(let pool, let host): change(host, to: pool)
    case .reach(let host, let isOpen): set(host, isOpen: isOpen)
    default: if hasBegun || event == .begin { take(event) }
    }
    settle()
    retryEnded()
    if let limit = failureLimit, failures >= limit, stopReason == nil {
      stop(limit)
      settle()
    }
    launch()
    return effects
  }

  private mutating func take(_ event: EngineEvent) {
    switch event {
    case .begin: begin()
    case .started(let vertex, let attempt): start(vertex, attempt)
    case .ended(let vertex, let state, let failure, let cause, let attempt):
      end(vertex, attempt, Evidence(state: state, failure: failure, cause: cause))
    case .interrupted(let vertex, let isAnew, let attempt):
      interrupt(vertex, attempt, isAnew: isAnew)
    case .neverStarted(let vertex, let attempt): takeBack(vertex, attempt)
    case .decided(let vertex, let decision): decide(vertex, decision)
    case .expanded(let gate, let members, let isClosed): expand(gate, members, isClosed)
    case .cannotExpand(let gate, let cause): cannotExpand(gate, cause)
    case .cancel(let list): cancel(list)
    case .retry(let list): retry(list)
    case .tick: tick()
    case .pause, .unpause, .pool, .reach: break
    }
  }

  func isValid(_ vertex: Int) -> Bool { vertices.indices.contains(vertex) }

  func name(of vertex: Int) -> String { names.indices.contains(vertex) ? names[vertex] : "" }

  func successors(of vertex: Int) -> ArraySlice<Int> {
    if vertex < graph.count { return graph.successors(of: vertex) }
    let place = vertex - graph.count
    return joinsOfAdded[place...place]
  }

  mutating func set(_ vertex: Int, _ state: JobState, _ cause: String? = nil) {
    vertices[vertex].state = state
    vertices[vertex].cause = cause
    effects.append(.changed(vertex))
  }
}
