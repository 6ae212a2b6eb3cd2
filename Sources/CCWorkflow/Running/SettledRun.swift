package import CampaignStore

/// A run of which nothing is left to do: it is closed without a look at how its jobs are run.
package struct SettledRun {
  private let run: OwnedRun
  private let store: CampaignStore
  /// As ``CampaignStore/Settlement`` has it.
  package let isSuccessful: Bool

  /// Takes up a run where nothing is left to do and nobody asks for anything.
  ///
  /// `base` is the directory for all that is written: nil where a host is to be switched off.
  package init?(_ run: OwnedRun, in store: CampaignStore, base: String) throws(StoreError) {
    guard let settlement = try store.settlement(of: run.record.id) else { return nil }
    let places = JobSurroundings(run: run.record.id, base: base, database: store.path)
    guard HostSwitch.records(below: places.hostRecords).isEmpty else { return nil }
    self.run = run
    self.store = store
    isSuccessful = settlement.isSuccessful
  }

  /// Records the end of the run.
  package func close() throws(StoreError) {
    try store.closeRun(
      run.record.id, owner: run.owner, state: isSuccessful ? "done" : "failed")
  }

  /// Returns what a view shows.
  package func snapshot() throws(StoreError) -> RunSnapshot {
    let nodes = try store.nodes(of: run.record.id)
    let hasFailures = nodes.contains { $0.state == .failed || $0.state == .lost }
    let attempts = hasFailures ? try store.latestAttempts(of: run.record.id) : [:]
    return RunSnapshot(
      workflow: run.record.workflow, run: run.record.id, nodes,
      states: nodes.map { ($0.state, $0.cause) }, started: [:],
      directory: { attempts[$0]?.directory })
  }
}
