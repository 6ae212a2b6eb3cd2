package import CampaignStore
package import EECore

/// The nodes of a run that somebody asks to cancel or to retry.
package struct RequestChoice {
  private let nodes: [NodeRecord]
  /// Why the newest attempt of a node did not end well, by node.
  private let failures: [String: FailureCause]

  package init(_ nodes: [NodeRecord], failures: [String: FailureCause]) {
    self.nodes = nodes
    self.failures = failures
  }

  /// Reads a run as it will be when what was asked for before is done.
  package init(_ run: RunRecord, in store: CampaignStore) throws(StoreError) {
    self.init(
      RequestForecast.nodes(
        try store.nodes(of: run.id), after: try store.openRequests(of: run.id)),
      failures: try store.latestAttempts(of: run.id).compactMapValues {
        $0.failure.flatMap(FailureCause.init)
      })
  }

  /// Returns what has not ended, in the order of the run; a group stands for its members.
  ///
  /// - Throws: ``Diagnostics`` CC101 for a pattern that no node matches.
  package func cancellable(_ patterns: [NodePattern]) throws(Diagnostics) -> [String] {
    let chosen = try chosen(patterns)
    return nodes.filter { !$0.state.isFinal && chosen.contains($0.name) }.map(\.name)
  }

  /// Returns the jobs that did not end well, in the order of the run; with causes only for these.
  ///
  /// A group is one of them where it failed by itself: its members could not be found, say.
  ///
  /// - Throws: ``Diagnostics`` CC101 for a pattern that no node matches.
  package func retryable(
    _ patterns: [NodePattern], causes: Set<FailureCause>?
  ) throws(Diagnostics) -> [String] {
    let chosen = try chosen(patterns)
    let excused = Set(nodes.filter(\.isUnsuccessful).compactMap(\.group))
    return nodes.filter { node in
      guard node.isUnsuccessful, node.kind != .group || !excused.contains(node.name) else {
        return false
      }
      guard chosen.contains(node.name) || node.group.map(chosen.contains) == true else {
        return false
      }
      return causes.map { causes in cause(of: node).map(causes.contains) ?? false } ?? true
    }.map(\.name)
  }

  /// A lost node is lost whatever is recorded of its attempt.
  private func cause(of node: NodeRecord) -> FailureCause? {
    node.state == .lost ? .lost : failures[node.name]
  }

  /// Returns the names of the nodes that patterns match; of all where there is none.
  private func chosen(_ patterns: [NodePattern]) throws(Diagnostics) -> Set<String> {
    try NodePattern.chosen(patterns, among: nodes.map(\.name))
  }
}

extension NodeRecord {
  /// Also where it was asked to end and has not done so yet.
  fileprivate var isUnsuccessful: Bool {
    state.isUnsuccessful || state.isActive && cause == WorkflowEngine.cancellingCause
  }
}
