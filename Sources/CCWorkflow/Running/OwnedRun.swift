package import CampaignStore
internal import HostIO

/// A run that this process owns: nobody else changes it while the number stands.
package struct OwnedRun: Sendable {
  package let record: RunRecord
  /// Checked in every transaction and raised by whoever takes the run over.
  let owner: Int
  /// Whether this process made it.
  private let isNew: Bool

  init(_ record: RunRecord, owner: Int, isNew: Bool = false) {
    self.record = record
    self.owner = owner
    self.isNew = isNew
  }

  /// Makes this process the owner of a run; `takeOver` takes it from a runner on another host.
  ///
  /// - Throws: ``RunnerError`` where its owner lives, ``StoreError`` where another one was quicker.
  package init(_ run: RunRecord, in store: CampaignStore, takeOver: Bool) throws {
    try OwnedRun.check(run, in: store, takeOver: takeOver)
    let owner = try store.takeOver(
      run, host: Environment.hostName(), process: ProcessIdentity.current())
    self.init(run, owner: owner)
  }

  /// Refuses a run that is only read here.
  static func checkOrigin(of run: RunRecord, in store: CampaignStore) throws {
    guard let origin = try store.origins(of: run.id).first else { return }
    throw RunnerError.merged(run: run.id, from: "\(origin)")
  }

  /// Refuses a run whose owner lives, or may live where we cannot look, and one that began in
  /// another database.
  static func check(_ run: RunRecord, in store: CampaignStore, takeOver: Bool) throws {
    try checkOrigin(of: run, in: store)
    if run.state == "collected" { throw RunnerError.collected(directory: run.file) }
    guard run.state == "running", let process = run.ownerProcess, let host = run.ownerHost else {
      return
    }
    guard host == Environment.hostName() else {
      if takeOver { return }
      throw RunnerError.ownedElsewhere(host: host)
    }
    if process.isAlive { throw RunnerError.owned(host: host, pid: process.pid) }
  }

  /// Returns the same run with its workflow file in another place.
  func over(file: String) -> OwnedRun {
    var record = record
    record.file = file
    return OwnedRun(record, owner: owner, isNew: isNew)
  }

  /// Does what has to be done before anything can start; where that fails, nobody has begun it.
  ///
  /// A run that this process made is gone then, and another one is in the state in which it was.
  package func beginning<Value>(in store: CampaignStore, _ body: () throws -> Value) throws -> Value
  {
    do { return try body() } catch {
      try? leave(in: store)
      throw error
    }
  }

  private func leave(in store: CampaignStore) throws(StoreError) {
    guard !isNew else { return try store.removeRun(record.id, owner: owner) }
    // What it was made for may have been recorded already: then it is not over any more.
    let isOver = try store.settlement(of: record.id) != nil
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      let state = isOver || record.state == "running" ? record.state : "stopped"
      try store.recordRun(record.id, state: state, ended: record.ended)
    }
  }

  /// Gives the run up, so that another process of ours can take it.
  package func release(in store: CampaignStore) throws(StoreError) {
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      try store.recordRun(record.id, state: "stopped", ended: WallClock.text(WallClock.now()))
    }
  }
}
