import CampaignStore

@testable import CCWorkflow

/// What the jobs that are under way take, counted anew from their leases.
struct SimulatedUsage {
  private let pool: ResourcePool
  private var cpus = 0
  private var memory = 0
  private var jobs = 0
  private var exclusive = 0
  /// By number.
  private var processors: [Int: Int] = [:]
  /// By device: thousandths, and jobs.
  private var devices: [(used: Int, jobs: Int)]

  /// Of one host of a fleet.
  init(_ vertices: [WorkflowEngine.Vertex], _ fleet: Fleet, host: Int) {
    pool = fleet.hosts[host].pool
    devices = Array(repeating: (0, 0), count: pool.devices.count)
    for vertex in vertices where vertex.state.isActive {
      guard let lease = vertex.lease, lease.host == host else { continue }
      cpus += lease.cpus
      memory += lease.memory
      jobs += 1
      for processor in lease.processors { processors[processor, default: 0] += 1 }
      if vertex.demand?.request.isExclusive == true { exclusive += 1 }
      for device in lease.devices where devices.indices.contains(device) {
        devices[device].used += lease.share > 0 ? lease.share : 1000
        devices[device].jobs += 1
      }
    }
  }

  /// Returns what is wrong with a lease that was just given, if anything.
  func complaint(about lease: Lease, of vertex: WorkflowEngine.Vertex) -> String? {
    guard let demand = vertex.demand else { return "a lease for no job" }
    let request = demand.request
    if pool.isQueue { return complaint(aboutOrder: lease, request) }
    if pool.isPresumed, !isCertain(request, memory: lease.memory) {
      return "it may not be there, and the host is still to be asked"
    }
    if lease.cpus != wanted(request) { return "\(lease.cpus) processors are leased" }
    if lease.processors.count != (request.isPinned ? lease.cpus : 0) {
      return "it is bound wrongly"
    }
    for processor in lease.processors {
      if !pool.processors.contains(processor) { return "there is no processor \(processor)" }
      if processors[processor] != 1 { return "processor \(processor) is leased twice" }
    }
    if lease.cpus > 0, cpus > pool.cpus { return "\(cpus) of \(pool.cpus) processors are used" }
    let most = demand.retry?.memory(request.memory, after: vertex.retriesUsed) ?? request.memory
    if !(request.memory...most).contains(lease.memory) { return "memory \(lease.memory)" }
    if lease.memory > 0, pool.memory > 0, memory > pool.memory {
      return "\(memory) of \(pool.memory) bytes are used"
    }
    if jobs > pool.slots { return "\(jobs) jobs in \(pool.slots) slots" }
    if exclusive > 0, jobs > 1 { return "\(jobs) jobs on an exclusive host" }
    for device in lease.devices {
      guard devices.indices.contains(device) else { return "there is no device \(device)" }
      if devices[device].used > 1000 { return "device \(device) is overcommitted" }
      if lease.share == 0, devices[device].jobs > 1 { return "device \(device) is not its own" }
    }
    let isWanted = request.gpus.contains { suits($0, lease) }
    return isWanted || (request.gpus.isEmpty && lease.devices.isEmpty) ? nil : "other devices"
  }

  /// Whether all that is asked for is there, although there may be more.
  private func isCertain(_ request: ResourceRequest, memory: Int) -> Bool {
    let devices =
      request.gpus.isEmpty
      || request.gpus.contains { gpu in
        pool.devices.count { gpu.type == nil || gpu.type == $0.type } >= gpu.count
      }
    return !request.isPinned && request.cpus <= pool.cpus && (memory == 0 || pool.memory > 0)
      && devices
  }

  private func wanted(_ request: ResourceRequest) -> Int {
    min(request.cpus, pool.cpus, request.isPinned ? pool.processors.count : .max)
  }

  private func complaint(aboutOrder lease: Lease, _ request: ResourceRequest) -> String? {
    if jobs > pool.slots { return "\(jobs) jobs in \(pool.slots) slots" }
    if !lease.processors.isEmpty { return "a batch system has no processors to lease" }
    if !lease.devices.isEmpty { return "a batch system has no devices to lease" }
    guard let gpu = request.gpus.dropFirst(lease.alternative).first else {
      return request.gpus.isEmpty ? nil : "there is no alternative \(lease.alternative)"
    }
    return isKnown(gpu) ? nil : "it has no '\(gpu.type ?? "")'"
  }

  private func isKnown(_ gpu: GPURequest) -> Bool {
    gpu.type == nil || pool.devices.isEmpty || pool.devices.contains { $0.type == gpu.type }
  }

  private func suits(_ gpu: GPURequest, _ lease: Lease) -> Bool {
    gpu.share == lease.share && gpu.count == lease.devices.count
      && Set(lease.devices).count == gpu.count
      && lease.devices.allSatisfy { gpu.type == nil || pool.devices[$0].type == gpu.type }
  }

  /// Whether there is room for a job.
  func hasRoom(for demand: JobDemand, retries: Int, most: Int) -> Bool {
    if pool.isQueue {
      let gpus = demand.request.gpus
      return jobs < pool.slots && (gpus.isEmpty || gpus.contains(where: isKnown))
    }
    let request = demand.request(after: retries, most: most)
    if pool.isPresumed, !isCertain(request, memory: request.memory) { return false }
    let wanted = wanted(request)
    let free = pool.processors.count { processors[$0] == nil }
    if request.isPinned, free < wanted || pool.processors.isEmpty { return false }
    guard jobs < pool.slots, exclusive == 0, !request.isExclusive || jobs == 0,
      wanted == 0 || cpus + wanted <= pool.cpus,
      request.memory == 0 || pool.memory == 0 || memory + request.memory <= pool.memory
    else { return false }
    return request.gpus.isEmpty || request.gpus.contains { hasRoom(for: $0) }
  }

  private func hasRoom(for gpu: GPURequest) -> Bool {
    let suitable = devices.indices.filter {
      let isType = gpu.type == nil || pool.devices[$0].type == gpu.type
      return isType
        && (gpu.share > 0 ? devices[$0].used + gpu.share <= 1000 : devices[$0].used == 0)
    }
    return suitable.count >= gpu.count
  }

  /// The place of a host with room for a job; one that is drained or closed has none.
  static func place(
    for demand: JobDemand, retries: Int, among vertices: [WorkflowEngine.Vertex], _ fleet: Fleet,
    drained: [Bool]
  ) -> Int? {
    let places = fleet.places(for: demand.request)
    let amounts = places.map { fleet.hosts[$0].pool.memory }
    let most = amounts.contains(0) ? 0 : amounts.max() ?? 0
    return places.first { host in
      !drained[host] && fleet.hosts[host].isOpen
        && SimulatedUsage(vertices, fleet, host: host)
          .hasRoom(for: demand, retries: retries, most: most)
    }
  }

  /// Whether empty hosts would do.
  static func canEverFit(
    _ demand: JobDemand, retries: Int, _ fleet: Fleet, drained: [Bool]
  ) -> Bool {
    var fleet = fleet
    for host in fleet.hosts.indices { fleet.hosts[host].isOpen = true }
    // Nobody knows yet what it has.
    let isPossible = fleet.places(for: demand.request).contains {
      !drained[$0] && fleet.hosts[$0].pool.isPresumed
    }
    return isPossible
      || place(for: demand, retries: retries, among: [], fleet, drained: drained) != nil
  }
}
