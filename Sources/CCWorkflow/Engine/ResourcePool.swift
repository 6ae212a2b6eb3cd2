/// What there is to run jobs with.
package struct ResourcePool: Hashable, Sendable {
  /// A GPU.
  package struct Device: Hashable, Sendable {
    /// Its UUID, or its index as text.
    package let id: String
    /// In small letters, as those of requests are.
    package let type: String
    /// Whether somebody else computes on it, so that nobody gets it for now.
    package var isTaken: Bool

    package init(id: String, type: String, isTaken: Bool = false) {
      self.id = id
      self.type = type.lowercased()
      self.isTaken = isTaken
    }
  }

  package let cpus: Int
  /// The numbers of the processors that jobs may run on; empty where they are not known.
  package let processors: [Int]
  /// In bytes; zero where it is not known, and so not limited.
  package let memory: Int
  package internal(set) var devices: [Device]
  /// Why it is not known which devices there are; nil where it is.
  package let deviceProblem: String?
  /// Jobs at once at most.
  package let slots: Int
  /// Whether a batch system behind it decides who gets what: then only slots are counted here.
  package let isQueue: Bool
  /// Whether the host is still to be asked what it has: there may be more than this.
  package var isPresumed = false

  /// There is at least one processor and one slot, so that something can always run.
  package init(
    cpus: Int, processors: [Int] = [], memory: Int = 0, devices: [Device] = [],
    deviceProblem: String? = nil, slots: Int = .max
  ) {
    self.cpus = max(1, cpus)
    self.processors = processors
    self.deviceProblem = deviceProblem
    self.memory = max(0, memory)
    self.devices = devices
    self.slots = max(1, slots)
    isQueue = false
  }

  /// A batch system that takes so many jobs at once, and knows GPUs of these types; none stated are
  /// any.
  package static func queue(slots: Int, types: [String] = []) -> ResourcePool {
    ResourcePool(queueOf: slots, types)
  }

  private init(queueOf slots: Int, _ types: [String]) {
    cpus = .max
    processors = []
    memory = 0
    deviceProblem = nil
    devices = types.map { Device(id: $0, type: $0) }
    self.slots = max(1, slots)
    isQueue = true
  }
}

/// What a job has been given.
package struct Lease: Hashable, Sendable {
  package let cpus: Int
  /// In bytes.
  package let memory: Int
  /// Places in the pool's devices.
  package internal(set) var devices: [Int]
  /// Thousandths of its one device; zero where its devices are its own.
  package let share: Int
  /// The place of its host in the fleet.
  package internal(set) var host: Int
  /// Which of its alternatives a batch system is asked for.
  package let alternative: Int
  /// The numbers of the processors that it alone has; empty where it may run on any.
  package let processors: [Int]

  package init(
    cpus: Int, memory: Int = 0, devices: [Int] = [], share: Int = 0, processors: [Int] = [],
    host: Int = 0, alternative: Int = 0
  ) {
    self.cpus = cpus
    self.processors = processors
    self.memory = memory
    self.devices = devices
    self.share = share
    self.host = host
    self.alternative = alternative
  }
}
