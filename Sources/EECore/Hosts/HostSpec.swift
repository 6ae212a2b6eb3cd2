/// A host of the hosts file.
package struct HostSpec: Hashable, Sendable {
  private static let keys = [
    "kind", "ssh", "directory", "cpus", "memory", "gpus", "prologue", "max_in_flight",
    "throttle", "interval", "latency", "directives", "up", "down", "up_time", "down_time", "probe",
    "variables", "user",
    "home",
  ]

  package let name: String
  /// Where the file names it.
  package let position: SourcePosition
  /// How jobs run there: `local`, `ssh`, `slurm`, or a batch profile.
  package let kind: String
  /// The user there; nil where the file does not say.
  package let user: String?
  /// The user's home there; nil where the file does not say.
  package let home: String?
  private let entries: [ConfigEntry]

  /// What the batch system is told, by GPU or other name.
  package var directives: ConfigNode? { self["directives"] }
  /// Values that templates find under `host.` when they are rendered for this host.
  package var variables: ConfigNode? { self["variables"] }

  /// The value of one of its keys.
  package subscript(key: String) -> ConfigNode? { entries.first { $0.key == key }?.value }

  private init(_ entry: ConfigEntry) throws(Diagnostics) {
    let owner = "host '\(entry.key)'"
    let entries = try entry.value.entries(of: owner)
    try entries.check(keys: Self.keys, in: owner)
    func text(_ key: String) throws(Diagnostics) -> String? {
      try entries.first { $0.key == key }?.value.text(of: "'\(key)' of \(owner)")
    }
    for map in ["directives", "variables"] {
      _ = try entries.first { $0.key == map }?.value.entries(of: "'\(map)' of \(owner)")
    }
    name = entry.key
    position = entry.keyPosition
    self.entries = entries
    let remote = try text("ssh") == nil ? "local" : "ssh"
    kind = try text("kind") ?? remote
    user = try text("user")
    home = try text("home")
  }
}

extension HostSpec {
  /// Reads a hosts file.
  ///
  /// - Returns: the hosts in file order.
  /// - Throws: ``Diagnostics`` EE104 at unknown keys, EE105 at wrong values, EE107 without `hosts`.
  package static func all(in root: ConfigNode) throws(Diagnostics) -> [HostSpec] {
    let sections = try root.entries(of: "the hosts file")
    guard let section = sections.first(where: { $0.key == "hosts" }) else {
      throw Diagnostics(
        .missingKey, "no section 'hosts', expected one with a map of hosts", at: root.position,
        hint: "write hosts: {NAME: {kind: slurm}}, or name another file with --hosts")
    }
    try sections.check(keys: ["hosts"], in: "the hosts file")
    var hosts: [HostSpec] = []
    var found: [Diagnostic] = []
    for entry in try section.value.entries(of: "'hosts'") {
      do { hosts.append(try HostSpec(entry)) } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    return hosts
  }

  /// Returns the host of a name; without a name the only one there is.
  ///
  /// - Throws: ``Diagnostics`` EE115.
  package static func choose(
    _ name: String?, among hosts: [HostSpec], file: String?
  ) throws(Diagnostics) -> HostSpec? {
    guard let name else { return hosts.count == 1 ? hosts[0] : nil }
    if let host = hosts.first(where: { $0.name == name }) { return host }
    throw Diagnostics(
      .unknownHost,
      file.map { "host '\(name)' is not in '\($0)'" }
        ?? "host '\(name)' is unknown: there is no hosts file",
      hint: file == nil
        ? "write hosts.yaml beside the sweep file, or name one with --hosts"
        : Suggestion.hint(for: name, among: hosts.map(\.name)))
  }
}
