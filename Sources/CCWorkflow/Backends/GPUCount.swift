package import EECore

/// So many GPUs of one type, as the hosts file states them.
package struct GPUCount: Hashable, Sendable {
  package let type: String
  package let count: Int

  package init(type: String, count: Int) {
    self.type = type
    self.count = count
  }

  /// Reads `gpus: [{type: a100, count: 4}]` of a host; nil where it states none.
  ///
  /// - Throws: ``Diagnostics`` EE104 and EE105 at what cannot be read, EE107 without a type.
  package static func all(of host: HostSpec) throws(Diagnostics) -> [GPUCount]? {
    guard let node = host["gpus"] else { return nil }
    let what = "'gpus' of host '\(host.name)'"
    guard let entries = node.sequence else {
      throw node.wrongKind(what, expected: "a list such as [{type: a100, count: 4}]")
    }
    var counts: [GPUCount] = []
    for entry in entries {
      let members = try entry.entries(of: "an entry of \(what)")
      try members.check(keys: ["type", "count"], in: what)
      guard let type = members.first(where: { $0.key == "type" }) else {
        throw Diagnostics(
          .missingKey, "an entry of \(what) has no type", at: entry.position,
          hint: "write {type: a100, count: 4}")
      }
      let count = members.first { $0.key == "count" }
      counts.append(
        GPUCount(
          type: try type.value.text(of: "'type' of \(what)").lowercased(),
          count: try count?.value.integer(of: "'count' of \(what)", atLeast: 0) ?? 1))
    }
    return counts
  }
}
