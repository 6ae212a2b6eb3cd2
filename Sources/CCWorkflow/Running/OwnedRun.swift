package import CampaignStore
internal import HostIO

/// A run that this process owns: nobody else changes it while the number stands.
package struct OwnedRun: Sendable {
  package let record: RunRecord
  /// Checked in every transaction and raised by whoever takes the run over.
  let owner: Int

  init(_ record: RunRecord, owner: Int) {
    self.record = record
    self.owner = owner
  }

  /// Makes this process the owner of a run; `takeOver` takes it from a runner on another host.
  ///
  /// - Throws: ``RunnerError`` where its owner lives, ``StoreError`` where another one was quicker.
  package init(_ run: RunRecord, in store: CampaignStore, takeOver: Bool) throws {
    try OwnedRun.check(run, takeOver: takeOver)
    let owner = try store.takeOver(
      run, host: Environment.hostName(), process: ProcessIdentity.current())
    self.init(run, owner: owner)
  }

  /// Refuses a run whose owner lives, or may live where we cannot look.
  static func check(_ run: RunRecord, takeOver: Bool) throws(RunnerError) {
    guard run.state == "running", let process = run.ownerProcess, let host = run.ownerHost else {
      return
    }
    guard host == Environment.hostName() else {
      if takeOver { return }
      throw .ownedElsewhere(host: host)
    }
    if process.isAlive { throw .owned(host: host, pid: process.pid) }
  }

  /// Gives the run up, so that another process of ours can take it.
  package func release(in store: CampaignStore) throws(StoreError) {
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      try store.recordRun(record.id, state: "stopped", ended: WallClock.text(WallClock.now()))
    }
  }
}
