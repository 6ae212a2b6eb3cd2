internal import EECore
internal import HostIO

/// `NAME.json` beside the database: the experiments in the shape that the original's tools read.
///
/// Written only where it would not be the same again: one that was restored or cut is completed.
package final class CampaignListing {
  private static let chunk = 1 << 16

  /// Where it is, absolute.
  package let path: String
  private let campaign: Campaign
  private let directory: String
  private let entry: ListingEntry
  private var renderer: ExperimentRenderer
  private var file: NewFile?
  private var bytes = ByteWriter(capacity: chunk + 4096)
  private var failure: SystemError?

  /// Whether what stands in its place is somebody else's, which is left alone.
  package let isForeign: Bool
  /// How much of the list that is there was found to be as it would be written.
  private var agreed = 0

  init(_ campaign: Campaign, directory: String, database: String) {
    let place = Paths.directory(of: Paths.absolute(database))
    let name = campaign.plan.name.split(separator: "/").joined(separator: "-")
    path = Paths.join(place, "\(name).json")
    self.campaign = campaign
    self.directory = directory
    entry = ListingEntry(
      campaign.plan, directory: Paths.relative(Paths.absolute(directory), to: place),
      code: campaign.code.map(\.name))
    renderer = ExperimentRenderer(campaign.plan)
    isForeign = ListingOwner.isForeign(path, to: campaign)
  }

  /// Takes up a batch; all of them are, in campaign order, and before they are written.
  func take(_ batch: ExperimentBatch, temporaryName: String) {
    for task in batch.tasks {
      take(
        task.item.experiment, isWritten: task.status.isWritten || !task.comparison.isRecorded,
        temporaryName: temporaryName)
    }
  }

  private func take(_ experiment: Experiment, isWritten: Bool, temporaryName: String) {
    guard !isForeign, failure == nil else { return }
    do throws(SystemError) {
      if file == nil {
        add(experiment)
        guard isWritten || !agrees() else { return }
        try begin(upTo: experiment.point, temporaryName)
      } else {
        try append(experiment)
      }
    } catch {
      failure = error
    }
  }

  /// Whether the list that is there goes on with what was rendered since it was compared last.
  private func agrees(atEnd: Bool = false) -> Bool {
    guard atEnd || bytes.count >= CampaignListing.chunk else { return true }
    guard let part = try? Files.part(of: path, at: agreed, count: bytes.count),
      bytes.agrees(with: part)
    else { return false }
    agreed += bytes.count
    bytes.clear()
    return true
  }

  /// Begins a new list with all experiments up to one.
  ///
  /// A list that is missing is written the next time: if this command is interrupted, the old one
  /// must not pass for that of the experiments as they are then.
  private func begin(upTo point: Int, _ temporaryName: String) throws(SystemError) {
    try Files.remove(path)
    file = try NewFile(path, temporaryName: temporaryName)
    bytes.clear()
    for point in 0...point { try append(renderer.experiment(at: point)) }
  }

  private func add(_ experiment: Experiment) {
    bytes.append(experiment.point > 0 ? ",\n" : "{\n")
    entry.append(experiment, isCompleted: isCompleted(experiment), to: &bytes)
  }

  /// Whether the script that waits for its host in the plan was completed, and is what it would be.
  private func isCompleted(_ experiment: Experiment) -> Bool {
    guard campaign.plan.isHalfBound, let waiting = campaign.plan.scriptName,
      let name = HalfBoundScript.completedName(waiting),
      let script = try? Files.read(
        Paths.join(Paths.join(directory, experiment.identifier), name)),
      let planned = renderer.files(of: experiment).first
    else { return false }
    return HalfBoundScript.isCompletion(script, of: planned.bytes)
  }

  private func append(_ experiment: Experiment) throws(SystemError) {
    add(experiment)
    guard bytes.count >= CampaignListing.chunk else { return }
    try file?.append(bytes.bytes)
    bytes.clear()
  }

  /// Puts the list in its place, where there is anything new in it.
  func finish(temporaryName: String) throws(SystemError) {
    if let failure { throw failure }
    guard !isForeign, campaign.plan.count > 0 else { return }
    if file == nil {
      bytes.append("\n}\n")
      if agrees(atEnd: true), Files.status(path)?.size == agreed { return }
      try begin(upTo: campaign.plan.count - 1, temporaryName)
    }
    bytes.append("\n}\n")
    try file?.append(bytes.bytes)
    try file?.finish()
    file = nil
  }
}
