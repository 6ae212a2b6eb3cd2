package import CampaignStore
package import EECore
internal import HostIO

/// Compares a campaign with the disk and makes the disk agree, never over anybody's edits.
package struct CampaignApplier {
  /// Experiments that are recorded in one transaction.
  private static let batch = 500

  private let campaign: Campaign
  private let store: CampaignStore
  private let base: String
  private let force: Bool

  /// - Parameters:
  ///   - campaign: what there shall be.
  ///   - store: what was written earlier, and where it is recorded.
  ///   - base: the directory for all that is written, absolute.
  ///   - force: changes experiments that were edited, submitted or running as well.
  package init(_ campaign: Campaign, store: CampaignStore, base: String, force: Bool = false) {
    self.campaign = campaign
    self.store = store
    self.base = base
    self.force = force
  }

  /// The directory of the campaign's experiments.
  package var directory: String { Paths.join(base, campaign.plan.directory) }

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
    let snapshot = try prepare(applying: applying)
    var counts = PlanCounts()
    var renderer = ExperimentRenderer(campaign.plan)
    var seen: Set<String> = []
    for start in stride(from: 0, to: campaign.plan.count, by: Self.batch) {
      let points = start..<min(start + Self.batch, campaign.plan.count)
      let writer = ExperimentWriter(
        store: store, campaign: campaign.plan.name, directory: directory,
        code: campaign.code, snapshot: snapshot)
      var written: [ExperimentWriter.Written] = []
      for point in points {
        let experiment = renderer.experiment(at: point)
        let files = renderer.files(of: experiment)
        let comparison = try writer.compare(experiment, files)
        let status = status(of: comparison, isBusy: busy.contains(experiment.uuid))
        counts.add(status)
        visit(experiment, status)
        seen.insert(experiment.identifier)
        guard applying else { continue }
        written.append(try write(experiment, files, comparison, status, with: writer))
      }
      if applying { try writer.record(written) }
    }
    counts.orphans = try store.identifiers(campaign: campaign.plan.name).count {
      !seen.contains($0)
    }
    return counts
  }

  private func prepare(applying: Bool) throws -> CodeSnapshot? {
    guard applying else { return nil }
    try Directories.ensure(directory)
    try store.record(
      campaign: campaign.plan, file: campaign.file, directory: campaign.plan.directory)
    return try CodeSnapshot(campaign.code, below: directory)
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
