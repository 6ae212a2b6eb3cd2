internal import CampaignStore

/// What did not end well runs again because somebody asked for it.
extension WorkflowEngine {
  /// Makes vertices ready again that did not end well, and what was skipped behind them.
  ///
  /// What depends on something else that did not end well stays as it is. A new start is given:
  /// no retries are used up, and failures are counted from zero.
  ///
  /// - Cost: O(vertices that become ready and their successors).
  mutating func retry(_ list: [Int]) {
    let wanted = retriable(list)
    for vertex in wanted.sorted() where isCancelling(vertex) {
      guard wantedAgain.insert(vertex).inserted else { continue }
      set(vertex, vertices[vertex].state, Self.againCause)
    }
    var open: [Int] = []
    var touched: [Int] = []
    for vertex in wanted.sorted() where mayRunAgain(vertex) { makeReady(vertex, &open) }
    var next = 0
    while next < open.count {
      let vertex = open[next]
      next += 1
      for behind in successors(of: vertex) {
        // A group that has been left out stays so, whatever becomes of its gate.
        if vertices[behind].isJoin, vertices[behind].isFine { continue }
        standings[behind].bad -= 1
        if vertices[behind].isJoin {
          standings[behind].pending += 1
          groups[behind]?.isCancelled = false
          if vertices[behind].state.isFinal { makeReady(behind, &open) }
        } else if vertices[behind].state == .skipped || wanted.contains(behind) {
          if mayRunAgain(behind) { makeReady(behind, &open) } else { touched.append(behind) }
        }
      }
    }
    guard !open.isEmpty else { return }
    stopReason = nil
    failures = 0
    nameOtherReasons(touched)
    for vertex in open where standings[vertex].pending == 0 { reach(vertex) }
  }

  /// Tries those again whose cancelled attempts have ended since it was asked for.
  mutating func retryEnded() {
    let ended = wantedAgain.filter { !active.contains($0) }
    guard !ended.isEmpty else { return }
    wantedAgain.subtract(ended)
    retry(ended.sorted())
    settle()
  }

  /// Returns the vertices that are meant, with those of groups.
  private func retriable(_ list: [Int]) -> Set<Int> {
    var wanted: Set<Int> = []
    var open = list
    while let vertex = open.popLast() {
      guard isValid(vertex), wanted.insert(vertex).inserted,
        let join = vertices[vertex].isJoin ? vertex : joinOfGate[vertex]
      else { continue }
      open += members(of: join)
      open.append(join)
      if let gate = groups[join]?.gate { open.append(gate) }
    }
    return wanted
  }

  private func mayRunAgain(_ vertex: Int) -> Bool {
    let state = vertices[vertex].state
    return state.isFinal && !vertices[vertex].isFine && standings[vertex].bad == 0
      && !isOfLeftOutGroup(vertex)
  }

  /// A member that was cancelled before its group was left out.
  private func isOfLeftOutGroup(_ vertex: Int) -> Bool {
    guard vertex < graph.count, !vertices[vertex].isJoin else { return false }
    return graph.predecessors(of: vertex).contains {
      vertices[$0].role == .gate && vertices[$0].isLeftOut
    }
  }

  private mutating func makeReady(_ vertex: Int, _ open: inout [Int]) {
    vertices[vertex].failure = nil
    vertices[vertex].retriesUsed = 0
    standings[vertex].decision = .none
    groups[vertex]?.isCancelled = false
    set(vertex, .ready)
    unfinished += 1
    open.append(vertex)
  }

  /// What stays skipped is perhaps not skipped for the reason that it was.
  private mutating func nameOtherReasons(_ list: [Int]) {
    var open = list
    while let vertex = open.popLast() {
      guard vertices[vertex].state == .skipped, standings[vertex].bad > 0 else { continue }
      let reason: String?
      if vertices[vertex].isJoin {
        reason = summary(ofGroup: vertex).1
      } else {
        let culprit = graph.predecessors(of: vertex).first {
          vertices[$0].state.isFinal && !vertices[$0].isFine
        }
        reason = culprit.flatMap { self.reason(forSkippingBehind: $0) }
      }
      if let reason, reason != vertices[vertex].cause { set(vertex, .skipped, reason) }
      // A gate's reason is that of its group.
      if joinOfGate[vertex] != nil { open += successors(of: vertex) }
    }
  }
}
