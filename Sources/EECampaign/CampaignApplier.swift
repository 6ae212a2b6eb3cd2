package import CampaignStore
package import EECore
internal import HostIO

/// Compares a campaign with the disk and makes the disk agree, never over anybody's edits.
package struct CampaignApplier {
  /// Experiments that are recorded in one transaction: few enough to be held, and so many that the
  /// pages of the database are not written over and over.
  private static let batch = 2000

  let campaign: Campaign
  let store: CampaignStore
  private let base: String
  private let force: Bool

  /// All is written below `base`, which is absolute; `force` changes experiments that were edited,
  /// are submitted or are running as well.
  package init(_ campaign: Campaign, store: CampaignStore, base: String, force: Bool = false) {
    self.campaign = campaign
    self.store = store
    self.base = base
    self.force = force
  }

  /// The directory of the campaign's experiments.
  package var directory: String { Paths.join(base, campaign.plan.directory) }

  /// The list of experiments beside the database, which applying the plan brings up to date.
  package var listing: CampaignListing {
    CampaignListing(campaign, directory: directory, database: store.path)
  }

  /// Goes through all experiments; writes what is new or changed where `applying` is set.
  ///
  /// - Parameters:
  ///   - applying: whether anything is written.
  ///   - visit: is told of each experiment, in campaign order.
  /// - Returns: how many experiments there are of each status.
  /// - Throws: ``SystemError`` of the disk or ``StoreError`` of the database. What was written by
  ///   then is whole, and running it again goes on.
  package func run(
    applying: Bool, _ visit: (Experiment, ExperimentStatus) -> Void = { _, _ in }
  ) throws -> PlanCounts {
    let busy = Set(try store.busyExperiments())
    // Nothing can stand where a directory has yet to be made.
    let isFirst = applying && Files.status(directory) == nil
    let snapshot = try prepare(applying: applying)
    let writer = try ExperimentWriter(
      store: store, campaign: campaign, directory: directory, snapshot: snapshot)
    let listing = applying ? self.listing : nil
    var renderer = ExperimentRenderer(campaign.plan)
    var counts = PlanCounts()
    var recorded = 0
    for start in stride(from: 0, to: campaign.plan.count, by: Self.batch) {
      let points = start..<min(start + Self.batch, campaign.plan.count)
      let experiments = points.map { renderer.experiment(at: $0) }
      let known = try isFirst ? [:] : self.known(experiments)
      var written: [ExperimentWriter.Written] = []
      for experiment in experiments {
        let files = renderer.files(of: experiment)
        let record = known[experiment.identifier]
        let comparison = try isFirst ? .new : writer.compare(experiment, files, known: record)
        let status = status(of: comparison, isBusy: busy.contains(experiment.uuid))
        counts.add(status)
        visit(experiment, status)
        guard applying else { continue }
        listing?.take(experiment, isWritten: status.isWritten || !comparison.isRecorded)
        let result = try write(experiment, files, comparison, status, with: writer)
        if !comparison.isRecorded || !result.files.isEmpty { written.append(result) }
      }
      try writer.record(written)
      recorded += applying ? points.count : known.count
    }
    try listing?.finish()
    counts.orphans = try store.experimentCount(campaign: campaign.plan.name) - recorded
    return counts
  }

  private func known(
    _ experiments: [Experiment]
  ) throws(StoreError) -> [String: CampaignStore.ExperimentRecord] {
    try store.experiments(named: experiments.map(\.identifier), campaign: campaign.plan.name)
  }

  private func prepare(applying: Bool) throws -> CodeSnapshot? {
    guard applying else { return nil }
    try Directories.ensure(directory)
    try store.record(
      campaign: campaign.plan, file: campaign.file, directory: campaign.plan.directory, base: base)
    return try CodeSnapshot(
      campaign.code, below: directory, copying: campaign.copiesCode)
  }

  private func status(
    of comparison: ExperimentWriter.Comparison, isBusy: Bool
  ) -> ExperimentStatus {
    if comparison.isNew { return .new }
    let changed = comparison.changed + comparison.edited
    if changed.isEmpty { return .same }
    if force { return .changed(changed) }
    if isBusy { return .busy(changed) }
    return comparison.edited.isEmpty ? .changed(changed) : .edited(comparison.edited)
  }

  private func write(
    _ experiment: Experiment, _ files: [PlannedFile], _ comparison: ExperimentWriter.Comparison,
    _ status: ExperimentStatus, with writer: ExperimentWriter
  ) throws -> ExperimentWriter.Written {
    switch status {
    case .new: return try writer.create(experiment, files)
    case .same: return writer.unchanged(experiment, comparison)
    case .busy: return writer.unchanged(experiment, comparison)
    case .changed(let names): return try writer.replace(names, of: experiment, files, comparison)
    case .edited:
      return try writer.replace(comparison.changed, of: experiment, files, comparison)
    }
  }
}
