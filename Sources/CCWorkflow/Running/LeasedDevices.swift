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

  /// Returns what an attempt that is under way was given.
  func lease(of attempt: AttemptRecord) -> Lease? {
    // A machine is asked for its devices only where one was given.
    Lease(attempt, devices: attempt.gpu == nil ? [] : devices)
  }
}
