package import EECore

/// What the hosts file states that a host has; what it leaves out is asked of the machine.
package struct HostCapacity: Hashable, Sendable {
  package let cpus: Int?
  /// In bytes.
  package let memory: Int?
  package let gpus: [GPUCount]?

  /// A host of which nothing is stated.
  package init() { (cpus, memory, gpus) = (nil, nil, nil) }

  /// Whether nothing is left to ask.
  var isComplete: Bool { cpus != nil && memory != nil && gpus != nil }

  /// Reads `cpus`, `memory` and `gpus` of a host.
  ///
  /// - Throws: ``Diagnostics`` EE104 and EE105 at what cannot be read.
  package init(of host: HostSpec) throws(Diagnostics) {
    cpus = try host["cpus"]?.integer(of: "'cpus' of host '\(host.name)'", atLeast: 1)
    memory = try host["memory"].map { node throws(Diagnostics) in
      let what = "'memory' of host '\(host.name)'"
      guard let bytes = QuantityText.memory(try node.text(of: what)), bytes > 0 else {
        throw node.wrongKind(what, expected: "an amount such as 16GB")
      }
      return bytes
    }
    gpus = try GPUCount.all(of: host)
  }
}
