internal import CampaignStore

// Leases as they are recorded with an attempt, by the names of devices and not by their places.
extension Lease {
  /// Returns the devices as text: `GPU-1,GPU-2`, or `GPU-1 0.5` for a share; nil without any.
  func text(_ all: [ResourcePool.Device]) -> String? {
    guard !devices.isEmpty else { return nil }
    let ids = devices.map { all[$0].id }.joined(separator: ",")
    return share == 0 ? ids : "\(ids) \(Double(share) / 1000)"
  }

  /// Reads what an attempt was given; devices that are gone count no more.
  init?(_ attempt: AttemptRecord, devices all: [ResourcePool.Device]) {
    guard let cpus = attempt.cpus else { return nil }
    let parts = (attempt.gpu ?? "").split(separator: " ", maxSplits: 1)
    let ids = parts.first?.split(separator: ",").map(String.init) ?? []
    let places = ids.compactMap { id in all.firstIndex { $0.id == id } }
    let share = parts.count > 1 ? Double(parts[1]).map { Int($0 * 1000) } ?? 0 : 0
    self.init(
      cpus: cpus, memory: attempt.memory ?? 0, devices: places, share: share,
      processors: ProcessorText.numbers(attempt.processors ?? ""))
  }
}
