/// What the hosts of a fleet have, and what of it is leased.
struct FleetLedger: Sendable {
  /// A host with what is leased of it.
  struct Host: Sendable {
    let name: String
    var ledger: ResourceLedger
    var isOpen: Bool
    /// Failures in a row of which the host is the cause.
    var failures = 0

    var isDrained: Bool { failures >= FleetLedger.failuresToDrain }
    /// Why it gets nothing more.
    var drainText: String { "nothing starts any more after \(failures) failures in a row" }
    var hasRoom: Bool { isOpen && !isDrained && ledger.hasSlot }
  }

  /// What came of a request.
  enum Allotment {
    case lease(Lease)
    /// What the host that it waits for is short of; empty where it is withheld for another.
    case short(Shortage, host: Int)
  }

  /// So many jobs in a row that a host lets down are the last ones it gets.
  static let failuresToDrain = 3

  private(set) var hosts: [Host]
  private let places: [String: Int]

  init(_ fleet: Fleet) {
    hosts = fleet.hosts.map {
      Host(name: $0.name, ledger: ResourceLedger($0.pool), isOpen: $0.isOpen)
    }
    let own = Dictionary(zip(fleet.hosts.map(\.name), fleet.hosts.indices)) { first, _ in first }
    places = own.merging(fleet.aliases) { own, _ in own }
  }

  var hasRoom: Bool { hosts.contains(where: \.hasRoom) }
  /// Whether a host may come to have room that cannot be reached for now, or is still to be asked.
  var mayGrow: Bool { hosts.contains { !$0.isOpen || $0.ledger.pool.isPresumed } }

  /// The hosts that a job may run on; a name that no host has is left out.
  func candidates(for request: ResourceRequest) -> [Int] {
    request.hosts.isEmpty ? [0] : request.hosts.compactMap { places[$0] }
  }

  /// The hosts among some that are still to be asked what they have.
  func presumed(among places: [Int]) -> [Int] {
    places.filter { hosts[$0].isOpen && hosts[$0].ledger.pool.isPresumed }
  }

  /// Returns what a job gets now, without taking it, on the first of its hosts with room for it.
  ///
  /// `withheld` is what others wait for, by host.
  func allotment(for request: ResourceRequest, withholding withheld: [Shortage]) -> Allotment {
    var waiting: (shortage: Shortage, host: Int)?
    for host in candidates(for: request) {
      guard hosts[host].hasRoom, hosts[host].ledger.problem(with: request) == nil else { continue }
      switch hosts[host].ledger.allotment(for: request, withholding: withheld[host]) {
      case .lease(var lease):
        lease.host = host
        return .lease(lease)
      // It waits for one only: to keep something free on each would be too much.
      case .short(let shortage): if waiting == nil { waiting = (shortage, host) }
      }
    }
    return .short(waiting?.shortage ?? Shortage(), host: waiting?.host ?? 0)
  }

  /// What a job is counted with whose lease nobody remembers.
  func assumedLease(for request: ResourceRequest) -> Lease {
    let host = candidates(for: request).first ?? 0
    var lease = hosts[host].ledger.assumedLease(for: request)
    lease.host = host
    return lease
  }

  /// Says why a request could not be met even if nothing ran; nil where it could.
  func problem(with request: ResourceRequest) -> String? {
    let candidates = candidates(for: request)
    guard let first = candidates.first else {
      let names = request.hosts.map { "'\($0)'" }.joined(separator: ", ")
      return "none of its hosts is known: \(names)"
    }
    let problems = candidates.map { host in
      hosts[host].isDrained ? hosts[host].drainText : hosts[host].ledger.problem(with: request)
    }
    guard !problems.contains(nil) else { return nil }
    if candidates.count == 1, first == 0 { return problems[0] }
    return zip(candidates, problems).map { "on '\(hosts[$0].name)' \($1 ?? "")" }
      .joined(separator: "; ")
  }

  /// The most memory that an attempt can be given; zero where that is not limited.
  func memory(for request: ResourceRequest) -> Int {
    let amounts = candidates(for: request).map { hosts[$0].ledger.pool.memory }
    return amounts.contains(0) ? 0 : amounts.max() ?? 0
  }

  mutating func take(_ lease: Lease, isExclusive: Bool) {
    guard hosts.indices.contains(lease.host) else { return }
    hosts[lease.host].ledger.take(lease, isExclusive: isExclusive)
  }

  mutating func release(_ lease: Lease, isExclusive: Bool) {
    guard hosts.indices.contains(lease.host) else { return }
    hosts[lease.host].ledger.release(lease, isExclusive: isExclusive)
  }

  /// Counts how an attempt ended that a host had.
  ///
  /// This machine is never given up, and neither is a host that does what it should.
  ///
  /// - Returns: whether the host gets nothing more from here on.
  mutating func note(_ failure: FailureCause?, on host: Int) -> Bool {
    guard host > 0, hosts.indices.contains(host), !hosts[host].isDrained else { return false }
    switch failure {
    case .nodeFail, .launch, .lost: hosts[host].failures += 1
    default: hosts[host].failures = 0
    }
    return hosts[host].isDrained
  }

  /// Changes what a host has; `leases` are those on it.
  mutating func change(_ host: Int, to pool: ResourcePool, leases: inout [Lease]) {
    hosts[host].ledger.change(to: pool, leases: &leases)
  }

  /// A host can be reached, or cannot be.
  mutating func set(_ host: Int, isOpen: Bool) { hosts[host].isOpen = isOpen }
}
