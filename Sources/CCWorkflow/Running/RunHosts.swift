internal import CampaignStore
internal import EECore

/// The hosts of a run: what each has, and how what is leased of it is recorded and shown to jobs.
///
/// This machine is the first; others are numbered as the hosts file, and then the jobs, name them.
final class RunHosts {
  /// A host that jobs are sent to, with what it has.
  private struct Remote {
    let host: HostEntry
    private(set) var pool: ResourcePool
    /// Whether it was asked what it has.
    private var wasAsked: Bool

    /// Jobs in a queue at once where the hosts file does not state it.
    private static let usualSlots = 1000

    /// `survey` is what the host said in this run before.
    init(_ host: HostEntry, _ survey: HostSurvey?) {
      self.host = host
      wasAsked = survey != nil
      guard host.kind != .slurm else {
        // A batch system knows by itself what it has.
        let types = (host.directives?.types ?? []) + (host.capacity.gpus ?? []).map(\.type)
        pool = .queue(slots: host.slots ?? Self.usualSlots, types: types.map { $0.lowercased() })
        return
      }
      pool = Self.pool(host, survey, nil)
      pool.isPresumed = survey == nil && !host.capacity.isComplete
    }

    /// Lets the host be asked which processors it has.
    mutating func presume() {
      if host.kind == .ssh, !wasAsked { pool.isPresumed = true }
    }

    /// Takes on which of some devices somebody else computes.
    mutating func take(taken: Set<String>, among ids: Set<String>) {
      pool.devices = pool.devices.map { device in
        var device = device
        if ids.contains(device.id) { device.isTaken = taken.contains(device.id) }
        return device
      }
    }

    /// Takes what the host says of itself; what it says no more of its devices changes nothing.
    mutating func take(_ survey: HostSurvey?, _ problem: String?) {
      wasAsked = true
      let isSilent = (survey?.deviceProblem ?? problem) != nil
      guard !isSilent || pool.devices.isEmpty || pool.isPresumed else { return }
      pool = Self.pool(host, survey, problem)
    }

    /// What neither the hosts file nor the host states, jobs do not get: one processor, and no GPUs.
    private static func pool(
      _ host: HostEntry, _ survey: HostSurvey?, _ problem: String?
    ) -> ResourcePool {
      let stated = host.capacity.gpus.map { GPUInventory.devices(stated: $0, visible: nil) }
      return ResourcePool(
        cpus: host.capacity.cpus ?? survey?.cpus ?? 1, processors: survey?.processors ?? [],
        memory: host.capacity.memory ?? survey?.memory ?? 0,
        devices: stated ?? survey?.devices ?? [],
        deviceProblem: stated == nil ? survey?.deviceProblem ?? problem : nil,
        slots: host.slots ?? .max)
    }
  }

  let here: LeasedDevices
  private var remotes: [Remote] = []
  private var places: [String: Int] = [:]
  /// As the hosts file describes them.
  private let described: [HostSpec]
  /// By name, as the hosts file has it.
  private let kinds: [String: String]
  /// Where what is known of a host is kept.
  private let records: ((HostEntry) -> String)?

  /// Without `records` nothing is known but what the hosts file states.
  init(
    _ here: LeasedDevices, _ limits: RunLimits, records: ((HostEntry) -> String)? = nil
  ) {
    self.here = here
    self.records = records
    described = limits.described
    kinds = Dictionary(described.map { ($0.name, $0.kind) }) { first, _ in first }
    for host in limits.hosts { add(host) }
  }

  private func add(_ host: HostEntry) {
    remotes.append(Remote(host, records.flatMap { SurveyRecord($0(host)).read() }))
    places[host.name] = remotes.count
  }

  /// Makes sure that hosts are known by name; one that the file does not describe is what ssh makes
  /// of it.
  ///
  /// - Throws: ``RunnerError`` at one of a kind that jobs cannot be sent to: its login node is not
  ///   where they should run.
  func require(_ names: [String]) throws(RunnerError) {
    for name in names where name != Fleet.here && places[name] == nil && kinds[name] != "local" {
      if let batch = HostEntry.slurmHost(in: name) {
        try requireSlurm(name, on: batch)
      } else if let kind = kinds[name] {
        throw .unsupportedHost(name: name, kind: kind)
      } else {
        add(HostEntry(name, destination: name))
      }
    }
  }

  /// Makes sure that a batch system is known that a node names by its kind.
  private func requireSlurm(_ name: String, on host: String) throws(RunnerError) {
    if host == Fleet.here {
      // The hosts file may describe the batch system of this machine under another name.
      let here = remotes.firstIndex { $0.host.kind == .slurm && $0.host.isHere }
      if let here {
        places[name] = here + 1
        return
      }
      return add(HostEntry(name, destination: nil, kind: .slurm))
    }
    if let kind = kinds[host], kind != "slurm" { throw .unsupportedHost(name: host, kind: kind) }
    if let place = places[host] {
      places[name] = place
      return
    }
    add(HostEntry(name, destination: host, kind: .slurm))
  }

  /// The host at a place of the fleet; nil for this machine.
  func host(at place: Int) -> HostEntry? {
    place > 0 && place <= remotes.count ? remotes[place - 1].host : nil
  }

  /// Returns what a script becomes that waits for its host, at a place of the fleet.
  ///
  /// - Throws: ``Diagnostics`` where the hosts file does not describe the host, or at a frame.
  func complete(
    _ script: [UInt8], at path: String, config: ConfigNode, place: Int
  ) throws(Diagnostics) -> [UInt8] {
    let name = host(at: place)?.name
    let spec = described.first { $0.name == name || name == nil && $0.kind == "local" }
    guard let spec else {
      throw Diagnostics(
        .unknownHost,
        "the script waits for its host, and the hosts file does not describe "
          + (name.map { "'\($0)'" } ?? "this machine"))
    }
    return try HalfBoundScript.completed(
      script, at: path, config: config, on: spec, among: described)
  }

  /// Whether jobs at a place of the fleet find the directories of this machine.
  func isHere(_ place: Int) -> Bool { host(at: place)?.isHere ?? true }

  /// What there is; where jobs want processors of their own, hosts are asked which they have.
  func fleet(slots: Int, needsDevices: Bool, needsProcessors: Bool) -> Fleet {
    if needsProcessors { for place in remotes.indices { remotes[place].presume() } }
    var fleet = Fleet(
      Fleet.Host(Fleet.here, here.pool(slots: slots, needsDevices: needsDevices)),
      remotes.map { Fleet.Host($0.host.name, $0.pool) })
    fleet.aliases = places
    for (name, kind) in kinds where kind == "local" { fleet.aliases[name] = 0 }
    return fleet
  }

  /// Takes what a host says of itself, or why it says nothing, and returns what it has.
  func note(_ survey: HostSurvey?, _ problem: String?, at place: Int) -> ResourcePool {
    remotes[place - 1].take(survey, problem)
    return remotes[place - 1].pool
  }

  /// Takes on which of some devices of a host somebody else computes, and returns what it has.
  func note(taken: Set<String>, among ids: [String], at place: Int) -> ResourcePool {
    remotes[place - 1].take(taken: taken, among: Set(ids))
    return remotes[place - 1].pool
  }

  /// The other hosts on which somebody else computes where our jobs could.
  var taken: [Int] { remotes.indices.map { $0 + 1 }.filter { countTaken(at: $0) > 0 } }

  /// How many devices of a host somebody else has.
  func countTaken(at place: Int) -> Int {
    place == 0 && !here.areTaken ? 0 : devices(at: place).count(where: \.isTaken)
  }

  /// How many hosts there are.
  var count: Int { remotes.count + 1 }

  /// Whether somebody else computes on a device that our jobs could have.
  var areTaken: Bool { here.areTaken || !taken.isEmpty }

  /// The devices of a host by name.
  func deviceNames(at place: Int) -> [String] { devices(at: place).map(\.id) }

  private func devices(at place: Int) -> [ResourcePool.Device] {
    place == 0 ? here.devices : remotes[place - 1].pool.devices
  }

  /// Returns the devices of a lease as they are recorded.
  func text(of lease: Lease) -> String? { lease.text(devices(at: lease.host)) }

  /// Returns what an attempt that is under way was given.
  func lease(of attempt: AttemptRecord) -> Lease? {
    guard let name = attempt.place else { return here.lease(of: attempt) }
    if places[name] == nil {
      let batch = HostEntry.slurmHost(in: name)
      add(
        HostEntry(
          name, destination: batch == Fleet.here ? nil : batch ?? name,
          kind: batch == nil ? .ssh : .slurm))
    }
    guard let place = places[name] else { return nil }
    var lease = Lease(attempt, devices: devices(at: place))
    lease?.host = place
    return lease
  }

  /// Lets a job see how many processors it was given, and its devices, and only those.
  ///
  /// One that asked for none finds what the runner itself was given.
  func show(_ lease: Lease, in submission: inout Submission) {
    submission.processors = lease.processors
    if lease.host == 0 || remotes[lease.host - 1].host.kind == .ssh || lease.cpus > 1 {
      submission.environment["CMS_CPUS"] = String(lease.cpus)
    }
    guard !lease.devices.isEmpty else { return }
    let devices = devices(at: lease.host)
    // By numbers nvidia-smi counts otherwise than programs do by themselves.
    if lease.host > 0, lease.devices.allSatisfy({ devices[$0].id.allSatisfy(\.isNumber) }),
      submission.environment["CUDA_DEVICE_ORDER"] == nil
    {
      submission.environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"
    }
    submission.devices = lease.devices.map { devices[$0].id }
    submission.environment["CUDA_VISIBLE_DEVICES"] = submission.devices.joined(separator: ",")
  }
}
