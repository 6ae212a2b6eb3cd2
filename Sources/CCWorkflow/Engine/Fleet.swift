/// The hosts that jobs may run on, with what each of them has.
package struct Fleet: Hashable, Sendable {
  /// One of the hosts.
  package struct Host: Hashable, Sendable {
    package let name: String
    package var pool: ResourcePool
    /// Whether jobs can be started there for now.
    package var isOpen: Bool

    package init(_ name: String, _ pool: ResourcePool, isOpen: Bool = true) {
      self.name = name
      self.pool = pool
      self.isOpen = isOpen
    }
  }

  /// The first is this machine, where jobs run that name no host.
  package var hosts: [Host]
  /// Other names of hosts, with their places.
  package var aliases: [String: Int] = [:]

  /// At least one host is needed.
  package init(_ first: Host, _ others: [Host] = []) { hosts = [first] + others }

  /// This machine alone.
  package init(_ pool: ResourcePool) { self.init(Host(Fleet.here, pool)) }

  /// The name of this machine.
  package static let here = "localhost"
}
