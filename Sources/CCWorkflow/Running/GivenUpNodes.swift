package import CampaignStore

/// What an earlier runner of a run gave up after too many failures, and has not been run.
package struct GivenUpNodes {
  private let run: OwnedRun
  private let store: CampaignStore

  package init(of run: OwnedRun, in store: CampaignStore) {
    self.run = run
    self.store = store
  }

  /// Makes them ready again, with what was skipped behind them.
  ///
  /// What stands behind a failure is skipped again when the run begins.
  package func revive() throws(StoreError) {
    let id = run.record.id
    guard try store.hasSkipped(in: id, causeBeginning: WorkflowEngine.stopCause) else { return }
    let nodes = try store.nodes(of: id)
    let revived = nodes.filter { $0.state == .skipped && !Decision.isReason($0.cause) }
    let opened = Set(revived.compactMap(\.group))
    let groups = nodes.filter {
      opened.contains($0.name) && $0.state.isFinal && $0.state != .skipped
    }
    try store.transaction(of: id, owner: run.owner) { () throws(StoreError) in
      for node in revived + groups {
        try store.recordNode(node.name, run: id, state: .ready, cause: nil, progress: 0)
      }
    }
  }
}
