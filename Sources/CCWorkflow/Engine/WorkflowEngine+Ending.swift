internal import CampaignStore

/// Endings that are ordered: by a limit, by a user, or after too many failures.
extension WorkflowEngine {
  static var cancelCause: String { "on request" }
  /// Of what still runs, and was asked to end.
  static var cancellingCause: String { "being cancelled" }
  /// Of what somebody wants to run again as soon as it has: kept, so that no other engine forgets it.
  static var againCause: String { "being cancelled, then run again" }
  /// How the cause begins of what was given up because too much had failed.
  static var stopCause: String { "the run stops after" }

  /// Does what is due.
  mutating func tick() {
    while let (vertex, purpose) = deadlines.takeFirst(until: now) {
      switch purpose {
      case .retry: enqueue(vertex, vertices[vertex].cause)
      case .limit: terminate(vertex, .limit, limitText(of: vertex))
      case .grace:
        effects.append(.kill(vertex))
        // What it started meanwhile may have slipped through.
        deadlines.set(
          vertex, .grace, at: Span.sum(now, max(Span.second, vertices[vertex].demand?.grace ?? 0)))
      }
    }
  }

  func limitText(of vertex: Int) -> String {
    let limit = vertices[vertex].demand?.limit(after: vertices[vertex].retriesUsed) ?? 0
    return "it ran longer than its limit of \(Span.text(limit))"
  }

  /// Why the end of a job was ordered by itself; nil where somebody asked for it, or nobody did.
  func reasonToEnd(_ vertex: Int) -> FailureCause? {
    isValid(vertex) && standings[vertex].order == .limit ? .timeout : nil
  }

  /// Whether a job that runs was asked to end because somebody wanted it.
  func isCancelling(_ vertex: Int) -> Bool {
    isValid(vertex) && active.contains(vertex) && standings[vertex].order == .cancel
  }

  private mutating func terminate(_ vertex: Int, _ order: Standing.Order, _ cause: String) {
    let isFirst = standings[vertex].order == .none
    guard standings[vertex].order != order else { return }
    standings[vertex].order = order
    vertices[vertex].isKilled = true
    set(vertex, vertices[vertex].state, cause)
    guard isFirst else { return }
    effects.append(.terminate(vertex))
    let grace = vertices[vertex].demand?.grace ?? 0
    deadlines.set(vertex, .grace, at: Span.sum(now, grace))
  }

  /// Cancels what has not started, and asks what runs to end.
  ///
  /// - Cost: O(vertices of the list and members of its groups).
  mutating func cancel(_ list: [Int]) {
    var seen: Set<Int> = []
    var open = Array(list.reversed())
    while let vertex = open.popLast() {
      guard isValid(vertex) else { continue }
      if let join = vertices[vertex].isJoin ? vertex : joinOfGate[vertex] {
        guard !vertices[join].state.isFinal, seen.insert(join).inserted else { continue }
        open += members(of: join).reversed()
        cancel(group: join)
      } else if active.contains(vertex) {
        terminate(vertex, .cancel, Self.cancellingCause)
        if wantedAgain.remove(vertex) != nil {
          set(vertex, vertices[vertex].state, Self.cancellingCause)
        }
      } else if !vertices[vertex].state.isFinal {
        finish(vertex, .cancelled, Self.cancelCause)
      }
    }
    for join in seen.sorted() where standings[join].pending == 0 { reach(join) }
  }

  private mutating func cancel(group join: Int) {
    groups[join]?.isCancelled = true
    forgetExpansion(of: join)
    if let gate = groups[join]?.gate, !vertices[gate].state.isFinal {
      finish(gate, .cancelled, Self.cancelCause)
    }
  }

  /// Too much has failed: what has not started is skipped, what runs ends by itself.
  mutating func stop(_ limit: Int) {
    let reason = "\(Self.stopCause) \(limit == 1 ? "a failure" : "\(limit) failures")"
    stopReason = reason
    var joins: [Int] = []
    for vertex in vertices.indices where !vertices[vertex].state.isFinal {
      if vertices[vertex].isJoin {
        forgetExpansion(of: vertex)
        joins.append(vertex)
      } else if !active.contains(vertex) {
        giveUp(vertex, reason)
      }
    }
    for join in joins where standings[join].pending == 0 { reach(join) }
  }

  /// A job that waits for a retry has been tried: it is what its last attempt was.
  private mutating func giveUp(_ vertex: Int, _ reason: String) {
    guard vertices[vertex].state == .waiting, vertices[vertex].retriesUsed > 0 else {
      return finish(vertex, .skipped, reason)
    }
    let cause = vertices[vertex].cause.map(RetryPolicy.cause(fromNote:))
    let failure = vertices[vertex].failure
    finish(vertex, failure == .lost ? .lost : .failed, cause, failure)
  }
}
