package import CampaignStore

/// The state of a run: which vertex may start, which has ended, and what follows from it.
///
/// Pure: it starts nothing and reads no clock. One door, ``handle(_:)``, takes an event and returns
/// the effects that are to be performed, in order.
package struct WorkflowEngine: Sendable {
  /// What a vertex stands for.
  package enum Role: Hashable, Sendable {
    /// Something that runs and needs processors.
    case job(cpus: Int)
    /// Done as soon as it is reached.
    case marker
    /// A marker in front of a group: why it is skipped is why its members are.
    case gate
    /// Ends when all before it have ended, well or not: the end of a group.
    case join
  }

  package struct Vertex: Hashable, Sendable {
    package let role: Role
    package internal(set) var state: JobState
    package internal(set) var cause: String?

    package init(_ role: Role, state: JobState = .ready, cause: String? = nil) {
      self.role = role
      self.state = state
      self.cause = cause
    }
  }

  package private(set) var vertices: [Vertex]
  private let graph: Graph
  private let names: [String]
  /// The vertices before each join.
  private let membersOfJoin: [Int: [Int]]
  /// Predecessors that have not ended well yet; of a join, that have not ended.
  private var pending: [Int]
  private var queue = WaitingQueue()
  private let capacity: Int
  private var cpusInUse = 0
  private var unfinished: Int
  private var effects: [EngineEffect] = []
  /// Vertices whose end has still to be told to those behind them.
  private var ended: [Int] = []

  /// Takes up a run: what has ended stays so, what is active keeps its processors.
  ///
  /// Names are those of the vertices, for causes; the capacity is in processors.
  package init(_ vertices: [Vertex], names: [String], graph: Graph, capacity: Int) {
    self.vertices = vertices.map {
      // What waited when the runner before us ended waits anew.
      $0.state == .waiting ? Vertex($0.role) : $0
    }
    self.names = names
    self.graph = graph
    self.capacity = max(1, capacity)
    pending = vertices.indices.map { graph.predecessorCount(of: $0) }
    unfinished = vertices.count { !$0.state.isFinal }
    membersOfJoin = WorkflowEngine.members(of: vertices, graph)
    for vertex in vertices.indices where vertices[vertex].state.isActive {
      cpusInUse += cpus(of: vertex)
    }
  }

  private static func members(of vertices: [Vertex], _ graph: Graph) -> [Int: [Int]] {
    var members: [Int: [Int]] = [:]
    for vertex in vertices.indices {
      for next in graph.successors(of: vertex) where vertices[next].role == .join {
        members[next, default: []].append(vertex)
      }
    }
    return members
  }

  /// Whether nothing is left to run.
  package var isFinished: Bool { unfinished == 0 }
  /// Jobs that are submitted or running.
  package private(set) var activeCount = 0

  /// Takes an event and returns what is to be done about it.
  ///
  /// - Cost: O(1) and O(successors) of each vertex that ends by it.
  package mutating func handle(_ event: EngineEvent) -> [EngineEffect] {
    effects.removeAll(keepingCapacity: true)
    switch event {
    case .begin: begin()
    case .started(let vertex):
      if vertices[vertex].state == .submitted { set(vertex, .running) }
    case .ended(let vertex, let state, let cause): end(vertex, state, cause)
    case .neverStarted(let vertex):
      guard vertices[vertex].state.isActive else { break }
      release(vertex)
      enqueue(vertex)
    }
    settle()
    launch()
    return effects
  }

  private mutating func begin() {
    activeCount = vertices.count { $0.state.isActive }
    for vertex in vertices.indices where vertices[vertex].state.isFinal { ended.append(vertex) }
    settle()
    for vertex in vertices.indices where pending[vertex] == 0 { reach(vertex) }
  }

  /// Tells those behind each ended vertex, until nothing follows any more.
  private mutating func settle() {
    while let vertex = ended.popLast() {
      for next in graph.successors(of: vertex) { tell(next, about: vertex) }
    }
  }

  private mutating func tell(_ vertex: Int, about predecessor: Int) {
    let ended = vertices[predecessor].state
    if vertices[vertex].role == .join || ended == .done {
      pending[vertex] -= 1
      if pending[vertex] == 0 { reach(vertex) }
    } else if !vertices[vertex].state.isFinal, !vertices[vertex].state.isActive {
      // What runs already, because the dependency came later, ends by its own evidence.
      finish(vertex, .skipped, reason(forSkippingBehind: predecessor))
    }
  }

  private func reason(forSkippingBehind vertex: Int) -> String? {
    if vertices[vertex].role == .gate { return vertices[vertex].cause }
    return "'\(names[vertex])' \(WorkflowEngine.verb(vertices[vertex].state))"
  }

  private static func verb(_ state: JobState) -> String {
    switch state {
    case .cancelled: "was cancelled"
    case .skipped: "was skipped"
    case .lost: "was lost"
    default: "failed"
    }
  }

  /// All that a vertex depends on has ended.
  private mutating func reach(_ vertex: Int) {
    guard vertices[vertex].state == .ready else { return }
    switch vertices[vertex].role {
    case .job: enqueue(vertex)
    case .marker, .gate: finish(vertex, .done, nil)
    case .join:
      let (state, cause) = summary(ofJoin: vertex)
      finish(vertex, state, cause)
    }
  }

  private mutating func enqueue(_ vertex: Int) {
    set(vertex, .waiting)
    queue.append(vertex)
  }

  private mutating func end(_ vertex: Int, _ state: JobState, _ cause: String?) {
    // Late and repeated reports of an ending change nothing.
    guard vertices[vertex].state.isActive, state.isFinal else { return }
    release(vertex)
    finish(vertex, state, cause)
  }

  private mutating func release(_ vertex: Int) {
    cpusInUse -= cpus(of: vertex)
    activeCount -= 1
  }

  private mutating func finish(_ vertex: Int, _ state: JobState, _ cause: String?) {
    set(vertex, state, cause)
    unfinished -= 1
    ended.append(vertex)
  }

  private mutating func set(_ vertex: Int, _ state: JobState, _ cause: String? = nil) {
    vertices[vertex].state = state
    vertices[vertex].cause = cause
    effects.append(.changed(vertex))
  }

  /// Starts what waits, oldest first; one that does not fit holds back those behind it.
  private mutating func launch() {
    while let vertex = queue.first {
      // Skipped while it waited.
      guard vertices[vertex].state == .waiting else {
        queue.removeFirst()
        continue
      }
      guard cpusInUse + cpus(of: vertex) <= capacity else { return }
      queue.removeFirst()
      cpusInUse += cpus(of: vertex)
      activeCount += 1
      set(vertex, .submitted)
      effects.append(.launch(vertex))
    }
  }

  /// A job that wants more than there is takes all of it.
  private func cpus(of vertex: Int) -> Int {
    guard case .job(let cpus) = vertices[vertex].role else { return 0 }
    return min(cpus, capacity)
  }

  private func summary(ofJoin join: Int) -> (JobState, String?) {
    let members = membersOfJoin[join] ?? []
    var counts: [JobState: Int] = [:]
    for member in members { counts[vertices[member].state, default: 0] += 1 }
    guard counts[.done, default: 0] != members.count else { return (.done, nil) }
    let causes = Set(members.map { vertices[$0].cause })
    // What kept all of them from starting says more than how many they are.
    if counts[.skipped] == members.count, causes.count == 1 {
      return (.skipped, vertices[members[0]].cause)
    }
    let bad = [JobState.failed, .lost, .cancelled, .skipped].filter { counts[$0] != nil }
    let cause = bad.map { "\(counts[$0] ?? 0) of \(members.count) \($0.rawValue)" }
    // The group is what its worst member is; all of one kind keep its name.
    return (bad.first ?? .failed, cause.joined(separator: ", "))
  }
}

/// A queue whose front is taken in O(1).
private struct WaitingQueue {
  private var items: [Int] = []
  private var head = 0

  var first: Int? { head < items.count ? items[head] : nil }

  mutating func append(_ item: Int) { items.append(item) }

  mutating func removeFirst() {
    head += 1
    guard head > 1024, head * 2 > items.count else { return }
    items.removeFirst(head)
    head = 0
  }
}
