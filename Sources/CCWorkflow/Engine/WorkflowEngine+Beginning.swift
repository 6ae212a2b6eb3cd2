internal import CampaignStore

/// From what is kept of a run to an engine that goes on with it.
extension WorkflowEngine {
  /// Counts what each vertex waits for, and the jobs on the longest path behind it.
  static func standings(of vertices: [Vertex], _ graph: Graph) -> [Standing] {
    var standings = vertices.indices.map { vertex in
      Standing(pending: Int32(truncatingIfNeeded: graph.predecessorCount(of: vertex)))
    }
    for vertex in graph.topologicalOrder().reversed() {
      var longest: Int32 = 0
      for next in graph.successors(of: vertex) {
        longest = max(longest, standings[next].priority)
      }
      standings[vertex].priority = longest + (vertices[vertex].demand == nil ? 0 : 1)
    }
    return standings
  }

  mutating func findGroups() {
    for vertex in vertices.indices {
      guard case .join(let isOpen) = vertices[vertex].role else { continue }
      let gate = graph.predecessors(of: vertex).first { vertices[$0].role == .gate }
      if let gate { joinOfGate[gate] = vertex }
      // Nobody could be asked for the members of a group without a gate.
      groups[vertex] = Group(gate: gate, isOpen: isOpen && gate != nil)
    }
  }

  /// Active jobs keep what they were given; what waited when the runner before us ended waits anew.
  mutating func takeUp() {
    for vertex in vertices.indices {
      switch vertices[vertex].state {
      case .submitted, .running:
        guard let demand = vertices[vertex].demand else {
          // Only jobs run.
          vertices[vertex].state = .ready
          continue
        }
        active.insert(vertex)
        let lease = vertices[vertex].lease ?? ledger.assumedLease(for: demand.request)
        vertices[vertex].lease = lease
        ledger.take(lease, isExclusive: demand.request.isExclusive)
        noteGateIsPassed(by: vertex)
      case .waiting:
        vertices[vertex].state = .ready
        // It would not have waited if it had not been decided that it may run.
        standings[vertex].decision = .made
        noteGateIsPassed(by: vertex)
      case .done, .failed, .lost, .unverified: noteGateIsPassed(by: vertex)
      // Who was started once was allowed to, whatever became of it.
      case .cancelled where vertices[vertex].attempts > 0: noteGateIsPassed(by: vertex)
      case .ready, .cancelled, .skipped: break
      }
    }
  }

  /// A gate is not kept, so whether its group may run would be asked again.
  private mutating func noteGateIsPassed(by member: Int) {
    for gate in graph.predecessors(of: member) where vertices[gate].role == .gate {
      standings[gate].decision = .made
    }
  }

  mutating func begin() {
    guard !hasBegun else { return }
    hasBegun = true
    for vertex in active.sorted() { resume(vertex) }
    for vertex in vertices.indices where vertices[vertex].state.isFinal { ended.append(vertex) }
    settle()
    for vertex in vertices.indices where standings[vertex].pending == 0 { reach(vertex) }
    isRoundDue = true
  }

  /// Goes on to watch over a job that an earlier engine started.
  private mutating func resume(_ vertex: Int) {
    guard let demand = vertices[vertex].demand else { return }
    if vertices[vertex].state == .running, vertices[vertex].started == nil {
      vertices[vertex].started = now
    }
    let limit = demand.limit(after: vertices[vertex].retriesUsed)
    if vertices[vertex].isKilled {
      // It may not have been told before our predecessor died.
      let isLimit = vertices[vertex].cause == limitText(of: vertex)
      standings[vertex].order = isLimit ? .limit : .cancel
      if vertices[vertex].cause == Self.againCause { wantedAgain.insert(vertex) }
      effects.append(.terminate(vertex))
      deadlines.set(vertex, .grace, at: Span.sum(now, demand.grace))
    } else if let limit, let started = vertices[vertex].started {
      deadlines.set(vertex, .limit, at: Span.sum(started, limit))
    }
  }
}
