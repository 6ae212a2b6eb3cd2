@testable import CCWorkflow

extension Fleet {
  /// Names of hosts that jobs of a simulation ask for.
  static let names = ["localhost", "h1", "h2", "queue"]

  /// This machine, often alone.
  static func random(_ random: inout SeededGenerator) -> Fleet {
    let others = random.happens(50) ? [] : names.dropFirst().filter { _ in random.happens(60) }
    return Fleet(
      Host(names[0], .random(&random)),
      others.map { Host($0, .random(&random, isQueue: $0 == "queue"), isOpen: random.happens(90)) })
  }

  /// Lets it be known only in part what some hosts have, and returns what they have.
  mutating func presume(_ random: inout SeededGenerator) -> [Int: ResourcePool] {
    var truths: [Int: ResourcePool] = [:]
    for host in hosts.indices.dropFirst() where !hosts[host].pool.isQueue && random.happens(40) {
      truths[host] = .random(&random)
      hosts[host].pool.isPresumed = true
    }
    return truths
  }

  /// Some of the hosts, in any order; none is this machine.
  static func someNames(_ random: inout SeededGenerator) -> [String] {
    guard random.happens(40) else { return [] }
    let count = Int.random(in: 1...3, using: &random)
    return Array(names.shuffled(using: &random).prefix(count))
  }

  /// Something happens to one of the hosts.
  mutating func change(_ random: inout SeededGenerator) -> EngineEvent {
    let host = Int.random(in: hosts.indices, using: &random)
    if host > 0, random.happens(50) {
      hosts[host].isOpen.toggle()
      return .reach(host: host, isOpen: hosts[host].isOpen)
    }
    hosts[host].pool = .random(&random, isQueue: hosts[host].name == "queue")
    return .pool(hosts[host].pool, host: host)
  }

  /// The hosts that a job may run on.
  func places(for request: ResourceRequest) -> [Int] {
    let names = request.hosts.isEmpty ? [hosts[0].name] : request.hosts
    return names.compactMap { name in hosts.firstIndex { $0.name == name } }
  }
}

extension ResourcePool {
  /// A small machine, or a batch system.
  static func random(_ random: inout SeededGenerator, isQueue: Bool) -> ResourcePool {
    guard isQueue else { return .random(&random) }
    let types = random.happens(50) ? [] : ["a"]
    return .queue(slots: Int.random(in: 1...4, using: &random), types: types)
  }
}
