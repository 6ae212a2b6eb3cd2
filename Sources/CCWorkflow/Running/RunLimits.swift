/// How much a runner may use, and when it gives up.
package struct RunLimits: Sendable {
  /// Processors for jobs.
  package var cpus: Int
  /// Failures after which nothing more starts; nil goes on with whatever can.
  package var stopAfter: Int?
  /// What the hosts file states of this machine.
  package var host: HostCapacity
  /// The other hosts of the hosts file that jobs can be sent to.
  package var hosts: [HostEntry]
  /// The kind of each host of the hosts file, by its name.
  package var kinds: [String: String]

  package init(
    cpus: Int, stopAfter: Int? = nil, host: HostCapacity = HostCapacity(), hosts: [HostEntry] = [],
    kinds: [String: String] = [:]
  ) {
    self.cpus = cpus
    self.stopAfter = stopAfter
    self.host = host
    self.hosts = hosts
    self.kinds = kinds
  }
}
