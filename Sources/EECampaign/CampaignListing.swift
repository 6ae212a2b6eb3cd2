internal import EECore
internal import HostIO

/// `NAME.json` beside the database: the experiments in the shape that the original's tools read.
///
/// Written only where an experiment was, so that a generate that changes nothing costs nothing.
package final class CampaignListing {
  private static let chunk = 1 << 16

  /// Where it is, absolute.
  package let path: String
  private let campaign: Campaign
  private var entry: ListingEntry
  private var renderer: ExperimentRenderer
  private var file: NewFile?
  private var bytes: [UInt8] = []
  private var failure: SystemError?

  /// Whether what stands in its place is somebody else's, which is left alone.
  package let isForeign: Bool
  private let isCurrent: Bool

  init(_ campaign: Campaign, directory: String, database: String) {
    let place = Paths.directory(of: Paths.absolute(database))
    let name = campaign.plan.name.split(separator: "/").joined(separator: "-")
    path = Paths.join(place, "\(name).json")
    self.campaign = campaign
    entry = ListingEntry(
      campaign.plan, directory: Paths.relative(Paths.absolute(directory), to: place),
      code: campaign.code.map(\.name))
    renderer = ExperimentRenderer(campaign.plan)
    let isFile = Files.status(path).map { $0.kind == .file } ?? true
    // To open a pipe would be to wait for somebody who writes into it.
    let start = isFile ? try? Files.start(of: path, count: 4096) : nil
    isForeign = !isFile || (start.map { !ListingEntry.begins($0) } ?? false)
    isCurrent = isFile && CampaignListing.agrees(path, campaign.plan, &renderer, &entry)
  }

  /// Whether a list begins with the first experiment of the plan and ends with the last.
  ///
  /// Between them nothing can have changed unless an experiment is new or has another place.
  private static func agrees(
    _ path: String, _ plan: CampaignPlan, _ renderer: inout ExperimentRenderer,
    _ entry: inout ListingEntry
  ) -> Bool {
    guard plan.count > 0, let size = Files.status(path)?.size else { return false }
    var first = Array("{\n".utf8)
    entry.append(renderer.experiment(at: 0), to: &first)
    var last: [UInt8] = plan.count == 1 ? Array("{\n".utf8) : Array(",\n".utf8)
    entry.append(renderer.experiment(at: plan.count - 1), to: &last)
    last += "\n}\n".utf8
    var end: [UInt8] = []
    _ = try? Files.read(path, from: max(0, size - last.count)) { end.append(contentsOf: $0) }
    return end == last && (try? Files.start(of: path, count: first.count)) == first
  }

  /// Takes up an experiment; all of them are, in campaign order.
  func take(_ experiment: Experiment, isWritten: Bool) {
    guard !isForeign, failure == nil else { return }
    do throws(SystemError) {
      if file == nil {
        guard isWritten || !isCurrent else { return }
        // A list that is missing is written the next time: if this command is interrupted, the old
        // one must not pass for that of the experiments as they are then.
        try Files.remove(path)
        file = try NewFile(path)
        // Nothing was written so far, so the earlier ones were not kept.
        bytes = Array("{\n".utf8)
        for point in 0..<experiment.point { try append(renderer.experiment(at: point)) }
      }
      try append(experiment)
    } catch {
      failure = error
    }
  }

  private func append(_ experiment: Experiment) throws(SystemError) {
    if experiment.point > 0 { bytes += ",\n".utf8 }
    entry.append(experiment, to: &bytes)
    guard bytes.count >= CampaignListing.chunk else { return }
    try file?.append(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Puts the list in its place, where there is anything new in it.
  func finish() throws(SystemError) {
    if let failure { throw failure }
    guard let file else { return }
    try file.append(bytes + Array("\n}\n".utf8))
    try file.finish()
    self.file = nil
  }
}
