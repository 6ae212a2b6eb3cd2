internal import CampaignStore

/// Doing what other processes ask for.
extension Runner {
  /// Takes the requests that nobody has dealt with yet; they are answered with what follows.
  ///
  /// At the start a pause that was asked for before is over: somebody wants the run to go on.
  func takeRequests(into step: inout RunnerStep, atStart: Bool = false) throws(StoreError) {
    // One may be about what the one before it makes of the nodes.
    var states = engine.vertices.map(\.state)
    for request in try store.openRequests(of: record.id) {
      let names = request.nodes ?? graph.vertices.indices.compactMap { graph.nodes[$0]?.name }
      let vertices = names.compactMap { graph.vertex(of: $0) }
      if atStart, request.action == .pause {
        step.answers.append((request.id, "the run was started again since"))
        continue
      }
      switch request.action {
      case .cancel: step.events.append(.cancel(vertices))
      case .retry: step.events.append(.retry(vertices))
      case .pause: step.events.append(.pause)
      case .unpause: step.events.append(.unpause)
      }
      step.answers.append((request.id, answer(to: request, vertices, &states)))
    }
  }

  /// What will come of a request, in words.
  private func answer(
    to request: RequestRecord, _ vertices: [Int], _ all: inout [JobState]
  ) -> String {
    func counted(_ count: Int) -> String { count == 1 ? "1 node" : "\(count) nodes" }
    let groups = Set(vertices.filter { graph.nodes[$0]?.kind == .group }.map(graph.name))
    let named = Set(vertices)
    let meant = graph.nodes.indices.filter { vertex in
      guard let node = graph.nodes[vertex], node.kind != .group else { return false }
      return named.contains(vertex) || groups.contains(node.group ?? "")
    }
    let states = meant.map { vertex in
      // What was asked to end may be asked for again before it has.
      all[vertex].isActive && engine.isCancelling(vertex) ? JobState.cancelled : all[vertex]
    }
    for vertex in meant {
      all[vertex] = RequestForecast.state(all[vertex], after: request.action)
    }
    switch request.action {
    case .cancel:
      let active = meant.count { engine.vertices[$0].state.isActive }
      let waiting = states.count { !$0.isFinal && !$0.isActive }
      return "\(counted(active)) asked to end, \(counted(waiting)) will not start"
    case .retry:
      let jobs = states.count { $0.isFinal && $0 != .done }
      // A group may have failed by itself.
      return "\(counted(jobs > 0 ? jobs : groups.count)) to run again"
    case .pause: return "nothing more starts; \(counted(engine.activeCount)) still running"
    case .unpause: return "starting again"
    }
  }
}
