/// How much a runner may use, and when it gives up.
package struct RunLimits: Sendable {
  /// Processors for jobs.
  package var cpus: Int
  /// Failures after which nothing more starts; nil goes on with whatever can.
  package var stopAfter: Int?
  /// The GPUs that the hosts file lists for this machine; nil asks the machine.
  package var gpus: [GPUCount]?

  package init(cpus: Int, stopAfter: Int? = nil, gpus: [GPUCount]? = nil) {
    self.cpus = cpus
    self.stopAfter = stopAfter
    self.gpus = gpus
  }
}
