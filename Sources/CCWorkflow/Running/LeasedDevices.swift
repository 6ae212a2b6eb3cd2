internal import CampaignStore
internal import HostIO

/// The GPUs of this machine as jobs are given them.
///
/// The machine is asked when the first job needs one: nvidia-smi may take a second.
final class LeasedDevices {
  private let limits: RunLimits
  /// Attempts that run already: what they compute on is not somebody else's.
  private let attempts: Set<String>
  private let processors = Environment.processors()
  private var isAsked = false
  private lazy var inventory = GPUInventory.find(limits.host.gpus, attempts: attempts)
  var devices: [ResourcePool.Device] { inventory.devices }

  init(_ limits: RunLimits, attempts: Set<String>) {
    self.limits = limits
    self.attempts = attempts
  }

  /// Returns what there is to run jobs with.
  func pool(slots: Int, needsDevices: Bool) -> ResourcePool {
    isAsked = needsDevices
    return ResourcePool(
      cpus: limits.cpus, processors: processors, memory: limits.host.memory ?? Memory.total(),
      devices: needsDevices ? devices : [],
      deviceProblem: needsDevices ? inventory.problem : nil, slots: slots)
  }

  /// Whether somebody else computes on a device that our jobs could have.
  var areTaken: Bool { isAsked && devices.contains(where: \.isTaken) }

  /// Asks the machine again, and returns whether anything changed.
  ///
  /// Which devices there are stays: leases name them by their places.
  func lookAgain(attempts: Set<String>) -> Bool {
    let now = GPUInventory.find(limits.host.gpus, attempts: attempts)
    // What does not answer any more is not free.
    let free = Set(now.devices.filter { !$0.isTaken }.map(\.id))
    let before = devices
    for place in devices.indices {
      inventory.devices[place].isTaken = !free.contains(devices[place].id)
    }
    return devices != before
  }

  /// Returns the devices of a lease as they are recorded: `GPU-1,GPU-2`, or `GPU-1 0.5` for a share.
  func text(of lease: Lease) -> String? {
    guard !lease.devices.isEmpty else { return nil }
    let ids = lease.devices.map { devices[$0].id }.joined(separator: ",")
    return lease.share == 0 ? ids : "\(ids) \(Double(lease.share) / 1000)"
  }

  /// Returns what an attempt that is under way was given; devices that are gone count no more.
  func lease(of attempt: AttemptRecord) -> Lease? {
    guard let cpus = attempt.cpus else { return nil }
    let parts = (attempt.gpu ?? "").split(separator: " ", maxSplits: 1)
    let ids = parts.first?.split(separator: ",").map(String.init) ?? []
    let places = ids.compactMap { id in devices.firstIndex { $0.id == id } }
    let share = parts.count > 1 ? Double(parts[1]).map { Int($0 * 1000) } ?? 0 : 0
    return Lease(
      cpus: cpus, memory: attempt.memory ?? 0, devices: places, share: share,
      processors: ProcessorText.numbers(attempt.processors ?? ""))
  }

  /// Lets a job see how many processors it was given, and its devices, and only those.
  ///
  /// One that asked for none finds what the runner itself was given.
  func show(_ lease: Lease, in environment: inout [String: String]) {
    environment["CMS_CPUS"] = String(lease.cpus)
    guard !lease.devices.isEmpty else { return }
    environment["CUDA_VISIBLE_DEVICES"] = lease.devices.map { devices[$0].id }
      .joined(separator: ",")
  }
}
