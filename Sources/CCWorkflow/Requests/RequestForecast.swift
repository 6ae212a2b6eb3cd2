internal import CampaignStore

/// What requests will make of the states of nodes, as far as that is known before they are done.
enum RequestForecast {
  /// Returns the state of a node that a request is about.
  static func state(_ state: JobState, after action: RequestRecord.Action) -> JobState {
    switch action {
    case .cancel: state.isFinal ? state : .cancelled
    case .retry: state.isUnsuccessful ? .ready : state
    case .pause, .unpause: state
    }
  }

  /// Returns nodes as they will be after requests that nobody has performed yet.
  static func nodes(
    _ nodes: [NodeRecord], after requests: [RequestRecord]
  ) -> [NodeRecord] {
    var nodes = nodes
    for request in requests {
      let named = request.nodes.map(Set.init)
      for index in nodes.indices {
        let node = nodes[index]
        let isMeant =
          named.map { $0.contains(node.name) || node.group.map($0.contains) ?? false } ?? true
        if isMeant { nodes[index].state = state(node.state, after: request.action) }
      }
    }
    return nodes
  }
}
