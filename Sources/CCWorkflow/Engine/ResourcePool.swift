/// What there is to run jobs with.
package struct ResourcePool: Hashable, Sendable {
  /// A GPU.
  package struct Device: Hashable, Sendable {
    /// Its UUID, or its index as text.
    package let id: String
    package let type: String
    /// Whether somebody else computes on it, so that nobody gets it for now.
    package var isTaken: Bool

    package init(id: String, type: String, isTaken: Bool = false) {
      self.id = id
      self.type = type
      self.isTaken = isTaken
    }
  }

  package let cpus: Int
  /// In bytes; zero where it is not known, and so not limited.
  package let memory: Int
  package let devices: [Device]
  /// Jobs at once at most.
  package let slots: Int

  /// There is at least one processor and one slot, so that something can always run.
  package init(cpus: Int, memory: Int = 0, devices: [Device] = [], slots: Int = .max) {
    self.cpus = max(1, cpus)
    self.memory = max(0, memory)
    self.devices = devices
    self.slots = max(1, slots)
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

  package init(cpus: Int, memory: Int = 0, devices: [Int] = [], share: Int = 0) {
    self.cpus = cpus
    self.memory = memory
    self.devices = devices
    self.share = share
  }
}
