/// What a job needs of a host while it runs.
package struct ResourceRequest: Hashable, Sendable {
  /// One where nothing is stated; more than there are means all of them.
  package var cpus: Int
  /// In bytes; zero where nothing is stated.
  package var memory: Int
  /// Alternatives, of which the first that fits is taken; empty for none.
  package var gpus: [GPURequest]
  /// Alone on its host.
  package var isExclusive: Bool
  /// On processors that no other such job has, and on no others.
  package var isPinned: Bool
  /// Names of the hosts it may run on, the first that has room; empty for this machine.
  package var hosts: [String]

  package init(
    cpus: Int = 1, memory: Int = 0, gpus: [GPURequest] = [], isExclusive: Bool = false,
    isPinned: Bool = false, hosts: [String] = []
  ) {
    self.cpus = max(0, cpus)
    self.memory = max(0, memory)
    self.gpus = gpus.contains { $0.isNothing } ? [] : gpus
    self.isExclusive = isExclusive
    self.isPinned = isPinned && self.cpus > 0
    self.hosts = hosts
  }
}

/// Devices, or a share of one.
package struct GPURequest: Hashable, Sendable {
  /// In small letters, as the names of devices are; any where nil.
  package let type: String?
  /// Whole devices; one where a share is wanted.
  package let count: Int
  /// Thousandths of one device; zero where whole devices are wanted.
  package let share: Int

  package init(type: String? = nil, count: Int = 1) {
    self.type = type?.lowercased()
    self.count = max(0, count)
    share = 0
  }

  /// A share of a thousand is a whole device.
  package init(type: String? = nil, share: Int) {
    self.type = type?.lowercased()
    count = share > 0 ? 1 : 0
    self.share = (1...999).contains(share) ? share : 0
  }

  var isNothing: Bool { count == 0 }
}

extension GPURequest: CustomStringConvertible {
  package var description: String {
    let kind = type.map { " of type '\($0)'" } ?? ""
    if share > 0 {
      var digits = String(1000 + share).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      return "0.\(digits) of a GPU\(kind)"
    }
    return (count == 1 ? "1 GPU" : "\(count) GPUs") + kind
  }
}
