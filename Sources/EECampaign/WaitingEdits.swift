internal import CampaignStore
internal import EECore
internal import HostIO

/// Scripts that waited for their host and were edited by hand meanwhile: what completes them is made
/// of the edit, as it stands on disk.
struct WaitingEdits {
  private let campaign: Campaign
  private let directory: OpenDirectory
  /// For each script of the plan its name while it waited; nil for one that waits still.
  private let names: [String?]

  /// Nil where no script can have waited.
  init?(_ campaign: Campaign, in directory: OpenDirectory?) {
    guard let directory, !campaign.lookup.hosts.isEmpty else { return nil }
    let others = Set(campaign.plan.fileNames + campaign.code.map(\.name))
    names = campaign.plan.waitingNames.map { $0.flatMap { others.contains($0) ? nil : $0 } }
    guard names.contains(where: { $0 != nil }) else { return nil }
    self.campaign = campaign
    self.directory = directory
  }

  /// Returns the experiment with the scripts that its edits become; itself where nothing was edited.
  ///
  /// - Throws: ``Diagnostics`` at a frame in an edit that means nothing.
  func follow(
    _ item: PreparedExperiment, known: CampaignStore.ExperimentRecord?
  ) throws -> PreparedExperiment {
    guard let known else { return item }
    var files = item.files
    var edited: [String] = []
    for (index, name) in names.enumerated() {
      guard let name, let record = known.files.first(where: { $0.name == name }),
        let bytes = try edit(of: record, in: item.experiment)
      else { continue }
      let path = Paths.join(directory.path, "\(item.experiment.identifier)/\(name)")
      var texts = try MemberTexts(
        CampaignPlan.TemplateFile(path: path, bytes: bytes), of: campaign.plan,
        root: campaign.root, lookup: campaign.lookup)
      files[index] = PlannedFile(
        name: files[index].name, bytes: texts.bytes(of: item.experiment)[0], isExecutable: true)
      edited.append(name)
    }
    return edited.isEmpty ? item : item.following(edited, files)
  }

  /// What a file holds that is no longer as it was written; nil where it is, or is gone.
  private func edit(
    of record: CampaignStore.FileRecord, in experiment: Experiment
  ) throws -> [UInt8]? {
    let name = "\(experiment.identifier)/\(record.name)"
    guard let status = directory.status(name), status.kind == .file, !record.isOf(status) else {
      return nil
    }
    let bytes = try Files.read(Paths.join(directory.path, name))
    return Fingerprint(bytes) == record.fingerprint ? nil : bytes
  }
}
