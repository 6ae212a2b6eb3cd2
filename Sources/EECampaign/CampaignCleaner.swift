package import CampaignStore
internal import EECore
internal import HostIO

/// Removes what a campaign has left behind: experiments that its sweep no longer has, and strays.
package struct CampaignCleaner {
  /// Why an experiment is kept.
  package enum Reason: String, Sendable {
    case running = "is running"
    case shared = "another campaign has it"
    case edited = "edited by hand"
    case results = "has results"
  }

  /// An experiment that the sweep no longer has.
  package struct Orphan: Sendable {
    package let record: CampaignStore.RecordedExperiment
    /// Nil where nothing speaks against its removal.
    package let reason: Reason?
  }

  private let campaign: Campaign
  private let store: CampaignStore
  /// Where the experiments are, absolute.
  private let directory: String

  /// Takes a campaign as its file says now, and the database that remembers what it was.
  package init(_ campaign: Campaign, store: CampaignStore, base: String) throws(StoreError) {
    self.campaign = campaign
    self.store = store
    let recorded = try store.campaignPlaces()[campaign.plan.name]?.directory
    // A study that was moved without its database is where its sweep file is.
    let found = recorded.flatMap { Files.status($0) == nil ? nil : $0 }
    directory = found ?? Paths.join(base, campaign.plan.directory)
  }

  /// Does something while no other process writes experiments that the database has; waits for one
  /// that does, after `waiting`.
  package func whileAlone<Value>(
    waiting: () -> Void, _ body: () throws -> Value
  ) throws -> Value {
    let lock = try FileLock(passing: store.lockPath, waiting: waiting)
    let value = try body()
    _ = consume lock
    return value
  }

  /// Returns the experiments that are recorded and no longer planned, in campaign order.
  package func orphans() throws -> [Orphan] {
    let records = try CampaignCleaner.orphans(of: campaign, in: store)
    let uuids = records.map(\.uuid)
    let underWay = try store.underWay(uuids)
    let attempted = try store.attempted(uuids)
    let shared = try store.sharedIdentifiers(
      records.map(\.identifier), campaign: campaign.plan.name)
    return try records.map { record in
      if underWay.contains(record.uuid) { return Orphan(record: record, reason: .running) }
      if shared.contains(record.identifier) { return Orphan(record: record, reason: .shared) }
      let found = try inspect(record)
      let results: Reason? = attempted.contains(record.uuid) ? .results : nil
      return Orphan(record: record, reason: found == .edited ? .edited : results ?? found)
    }
  }

  static func orphans(
    of campaign: Campaign, in store: CampaignStore
  ) throws(StoreError) -> [CampaignStore.RecordedExperiment] {
    let records = try store.recordedExperiments(campaign: campaign.plan.name)
    var renderer = ExperimentRenderer(campaign.plan)
    let planned = Set((0..<campaign.plan.count).map { renderer.experiment(at: $0).identifier })
    return records.filter { !planned.contains($0.identifier) }
  }

  /// Looks for anything in an experiment's directory that is not as we wrote it.
  private func inspect(_ record: CampaignStore.RecordedExperiment) throws -> Reason? {
    // A name that leads elsewhere was never ours.
    guard !record.identifier.contains("/"), !record.identifier.hasPrefix(".") else {
      return .edited
    }
    let path = Paths.join(directory, record.identifier)
    guard let status = Files.status(path) else { return nil }
    // A link in its place is the user's, and leads who knows where.
    guard status.kind == .directory, !Files.isLink(path) else { return .edited }
    let files = try store.files(of: record.identifier, campaign: campaign.plan.name)
    var reason: Reason?
    for entry in try DirectoryTree.entries(below: path) {
      guard entry.isPart(of: files.map(\.name)) else {
        reason = reason ?? .results
        continue
      }
      guard let file = files.first(where: { $0.name == entry.name }) else { continue }
      let isOurs = entry.status.kind == .file && FileCheck(file, in: path) == .same
      if !isOurs { reason = .edited }
    }
    return reason
  }

  /// Removes orphans with their rows; those that were started meanwhile stay.
  ///
  /// Nobody can record the start of a job while the directories are moved out of the way. They get
  /// a temporary name first, so that none is ever there in part: a crash leaves either a row
  /// without a directory, which is removed the next time, or a stray.
  ///
  /// - Returns: how many were removed.
  package func remove(_ orphans: [Orphan]) throws -> Int {
    var strays: [String] = []
    var failure: SystemError?
    let removed = try store.connection.transaction { () throws(StoreError) -> Int in
      let busy = try store.underWay(orphans.map(\.record.uuid))
      var gone: [Int] = []
      for orphan in orphans where !busy.contains(orphan.record.uuid) && failure == nil {
        let path = Paths.join(directory, orphan.record.identifier)
        let stray = Paths.join(directory, Strays.temporaryName())
        do throws(SystemError) {
          try Files.rename(path, to: stray)
          strays.append(stray)
        } catch {
          if !error.isMissing {
            failure = error
            continue
          }
        }
        gone.append(orphan.record.id)
      }
      try store.removeExperiments(gone)
      return gone.count
    }
    for stray in strays { try Directories.removeTree(stray) }
    if let failure { throw failure }
    return removed
  }

  /// Returns the paths of what interrupted commands left, and of code that nothing links to.
  ///
  /// What a command of this campaign left is known by its name, another one's by its age; and
  /// nothing is left while one writes, unless that is known to be nobody: `isAlone`.
  package func strays(isAlone: Bool = false) throws -> [String] {
    let own = try store.intents(campaign: campaign.plan.name).temporaryNames
    let isWriting = !isAlone && FileLock.isHeld(store.lockPath)
    let left = isWriting ? [] : Strays.paths(own, in: Strays.places(of: directory, store))
    let others = Strays.abandoned(in: directory).filter { !own.contains(Paths.name(of: $0)) }
    return left + others + CodeSnapshot.unused(below: directory, keeping: campaign.code)
  }

  /// Removes what ``strays()`` returned.
  package func remove(strays: [String]) throws {
    for path in strays { try Strays.remove(path) }
  }
}

extension CampaignApplier {
  /// Returns the identifiers of experiments that are recorded and no longer planned.
  package func orphans() throws(StoreError) -> [String] {
    try CampaignCleaner.orphans(of: campaign, in: store).map(\.identifier)
  }
}
