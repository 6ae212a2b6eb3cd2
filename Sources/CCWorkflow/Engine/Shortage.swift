/// Kinds of resource of which there is too little.
struct Shortage: Hashable, Sendable {
  var cpus = false
  var memory = false
  /// Of a host that nobody else is on.
  var host = false
  /// Of devices, by number of their type.
  var types: Set<Int> = []

  var isEmpty: Bool { self == Shortage() }

  mutating func formUnion(_ other: Shortage) {
    cpus = cpus || other.cpus
    memory = memory || other.memory
    host = host || other.host
    types.formUnion(other.types)
  }
}
