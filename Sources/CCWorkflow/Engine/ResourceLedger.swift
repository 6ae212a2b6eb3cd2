/// What there is, and what of it is leased.
struct ResourceLedger: Sendable {
  /// What came of a request.
  enum Allotment {
    case lease(Lease)
    /// Empty where it would fit, but is withheld for another.
    case short(Shortage)
  }

  private(set) var pool: ResourcePool
  private var devices: DeviceLedger
  private var processors: ProcessorLedger
  private var cpus = 0
  private var memory = 0
  private var jobs = 0
  private var exclusiveJobs = 0

  init(_ pool: ResourcePool) {
    self.pool = pool
    devices = DeviceLedger(pool.devices)
    processors = ProcessorLedger(pool.processors)
  }

  var hasSlot: Bool { jobs < pool.slots }

  /// Returns what a job gets now, without taking it; `withheld` is what others wait for.
  func allotment(for request: ResourceRequest, withholding withheld: Shortage) -> Allotment {
    guard !pool.isQueue else { return .lease(order(for: request)) }
    guard !pool.isPresumed || isCertain(request) else { return .short(Shortage()) }
    let wanted = wantedCPUs(of: request)
    let pinned = request.isPinned ? processors.fit(wanted) : []
    var shortage = Shortage()
    shortage.host = exclusiveJobs > 0 || (request.isExclusive && jobs > 0)
    shortage.cpus = wanted > 0 && (cpus + wanted > pool.cpus || pinned == nil)
    shortage.memory = request.memory > 0 && isShortOfMemory(request.memory)
    var isWithheld =
      withheld.host || (withheld.cpus && wanted > 0) || (withheld.memory && request.memory > 0)
    var taken: (devices: [Int], share: Int) = ([], 0)
    if !request.gpus.isEmpty {
      if let found = firstFit(request.gpus, withheld.types) {
        taken = found
      } else if firstFit(request.gpus, []) != nil {
        isWithheld = true
      } else {
        let possible = request.gpus.filter { devices.canFit($0) }
        shortage.types = possible.reduce(into: []) { $0.formUnion(devices.types(for: $1)) }
        isWithheld = true
      }
    }
    guard shortage.isEmpty, !isWithheld else { return .short(shortage) }
    return .lease(
      Lease(
        cpus: wanted, memory: request.memory, devices: taken.devices, share: taken.share,
        processors: pinned ?? []))
  }

  /// All that there are, where more are asked for.
  private func wantedCPUs(of request: ResourceRequest) -> Int {
    let there = request.isPinned ? min(pool.cpus, pool.processors.count) : pool.cpus
    return max(0, min(request.cpus, there))
  }

  /// What a batch system is asked for: it finds the place itself.
  private func order(for request: ResourceRequest) -> Lease {
    let alternative = request.gpus.firstIndex(where: isKnown) ?? 0
    return Lease(cpus: request.cpus, memory: request.memory, alternative: alternative)
  }

  /// Whether all that it asks for is there, although not all that there is is known.
  private func isCertain(_ request: ResourceRequest) -> Bool {
    request.cpus <= pool.cpus && !request.isPinned
      && (request.memory == 0 || pool.memory > 0)
      && (request.gpus.isEmpty || request.gpus.contains(where: devices.canFit))
  }

  private func isKnown(_ request: GPURequest) -> Bool {
    guard let type = request.type, !pool.devices.isEmpty else { return true }
    return pool.devices.contains { $0.type == type }
  }

  private func isShortOfMemory(_ wanted: Int) -> Bool {
    pool.memory > 0 && wanted > pool.memory - memory
  }

  private func firstFit(
    _ alternatives: [GPURequest], _ withheld: Set<Int>
  ) -> (devices: [Int], share: Int)? {
    for request in alternatives {
      if let places = devices.fit(request, withholding: withheld) {
        return (places, request.share)
      }
    }
    return nil
  }

  /// What a job is counted with whose lease nobody remembers.
  func assumedLease(for request: ResourceRequest) -> Lease {
    pool.isQueue
      ? order(for: request) : Lease(cpus: min(request.cpus, pool.cpus), memory: request.memory)
  }

  /// Says why a request could not be met even if nothing ran; nil where it could.
  func problem(with request: ResourceRequest) -> String? {
    guard !pool.isPresumed else { return nil }
    if pool.memory > 0, request.memory > pool.memory {
      let (wanted, there) = (ByteCount.text(request.memory), ByteCount.text(pool.memory))
      return "it asks for \(wanted) of memory, but there is \(there)"
    }
    if request.isPinned, !pool.isQueue, pool.processors.isEmpty {
      return "it asks for processors of its own, but which there are is not known, "
        + "or there is no taskset"
    }
    let canFit = pool.isQueue ? isKnown : devices.canFit
    guard !request.gpus.isEmpty, !request.gpus.contains(where: canFit) else { return nil }
    let wanted = request.gpus.map(\.description).joined(separator: " or ")
    return "it asks for \(wanted), but \(devicesText)"
  }

  private var devicesText: String {
    if let problem = pool.deviceProblem { return problem }
    if pool.isQueue {
      return "it knows only \(pool.devices.map { "'\($0.type)'" }.joined(separator: ", "))"
    }
    var counts: [String: Int] = [:]
    for device in pool.devices { counts[device.type, default: 0] += 1 }
    let kinds = counts.sorted { $0.key < $1.key }
    let texts = kinds.map { GPURequest(type: $0.key, count: $0.value).description }
    return texts.isEmpty ? "there is none" : "all there is is \(texts.joined(separator: ", "))"
  }

  mutating func take(_ lease: Lease, isExclusive: Bool) {
    change(lease, isExclusive, by: 1)
    devices.take(lease)
    processors.take(lease.processors)
  }

  mutating func release(_ lease: Lease, isExclusive: Bool) {
    change(lease, isExclusive, by: -1)
    devices.release(lease)
    processors.release(lease.processors)
  }

  private mutating func change(_ lease: Lease, _ isExclusive: Bool, by sign: Int) {
    jobs += sign
    guard !pool.isQueue else { return }
    cpus += sign * lease.cpus
    memory += sign * lease.memory
    if isExclusive { exclusiveJobs += sign }
  }

  /// Changes what there is; leases of devices that are gone stay until they are given back.
  mutating func change(to new: ResourcePool, leases: inout [Lease]) {
    var places: [String: Int] = [:]
    for (place, device) in new.devices.enumerated().reversed() { places[device.id] = place }
    var ledger = DeviceLedger(new.devices)
    var moved: [Int: Int] = [:]
    for index in leases.indices {
      leases[index].devices = leases[index].devices.map { old in
        if let place = moved[old] { return place }
        let id = pool.devices.indices.contains(old) ? pool.devices[old].id : nil
        let place = id.flatMap { places[$0] } ?? ledger.addGone()
        moved[old] = place
        return place
      }
      ledger.take(leases[index])
    }
    devices = ledger
    processors.change(to: new.processors)
    pool = new
  }
}
