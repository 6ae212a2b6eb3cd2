package import EECore

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
  /// All hosts of the hosts file, as it describes them.
  package var described: [HostSpec]

  package init(
    cpus: Int, stopAfter: Int? = nil, host: HostCapacity = HostCapacity(), hosts: [HostEntry] = [],
    described: [HostSpec] = []
  ) {
    self.cpus = cpus
    self.stopAfter = stopAfter
    self.host = host
    self.hosts = hosts
    self.described = described
  }
}
