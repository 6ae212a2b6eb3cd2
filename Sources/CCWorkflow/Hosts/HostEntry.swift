package import EECore

/// A host that jobs are sent to.
package struct HostEntry: Hashable, Sendable {
  /// How jobs run there.
  package enum Kind: String, Sendable, CaseIterable {
    /// As processes of the host itself.
    case ssh
    /// Handed over to Slurm, by the commands of the host.
    case slurm
  }

  /// As workflows name it.
  package let name: String
  package let kind: Kind
  /// What ssh is told: a name of its configuration, or `user@host:port`; nil for this machine.
  package let destination: String?
  /// Where everything is written there; `~/` is the home there.
  package let directory: String
  package let capacity: HostCapacity
  /// Shell text before each job, such as the loading of modules.
  package let prologue: String?
  /// Jobs at once at most; nil for as many as there is room for.
  package let slots: Int?
  /// What its batch system is told for each type of GPU; nil where nothing is stated.
  package private(set) var directives: BatchDirectives?
  /// What is called here before the first job of a run goes there.
  package private(set) var up: String?
  /// What is called here at the end of such a run.
  package private(set) var down: String?
  /// So long `up` may take, in nanoseconds; nil for the usual time.
  package private(set) var upTime: Int64?
  /// So long `down` may take, in nanoseconds; nil for the usual time.
  package private(set) var downTime: Int64?
  /// What lists its GPUs there; nil for the usual program.
  package private(set) var probe: String?
  /// The file that describes it; nil where none does.
  package private(set) var file: String?
  /// Tasks of an array that run at once; nil for as many as there is room for.
  package private(set) var throttle: Int?
  /// The longest time between two questions, in nanoseconds; nil for the usual one.
  package private(set) var interval: Int64?
  /// How long a record may take to be seen there, in nanoseconds; nil for the usual time.
  package private(set) var latency: Int64?

  /// A host that no file describes; without a destination the batch system of this machine.
  package init(_ name: String, destination: String?, kind: Kind = .ssh) {
    self.name = name
    self.kind = kind
    self.destination = destination
    directory = HostEntry.usualDirectory
    capacity = HostCapacity()
    prologue = nil
    slots = nil
  }

  /// Reads what the hosts file says of a host; nil where jobs are not sent to one of its kind.
  ///
  /// - Throws: ``Diagnostics`` EE105 at what cannot be read.
  package init?(_ host: HostSpec) throws(Diagnostics) {
    guard let kind = Kind(rawValue: host.kind) else { return nil }
    let owner = "of host '\(host.name)'"
    name = host.name
    self.kind = kind
    let destination = try host["ssh"]?.text(of: "'ssh' \(owner)")
    // Without one, Slurm's commands are those of this machine.
    self.destination = destination ?? (kind == .ssh ? host.name : nil)
    let given = try host["directory"]?.text(of: "'directory' \(owner)")
    directory = given ?? HostEntry.usualDirectory
    if let given, let node = host["directory"], given.utf8.contains(where: { $0 < 0x20 }) {
      throw node.wrongKind("'directory' \(owner)", expected: "a path without line feeds")
    }
    capacity = try HostCapacity(of: host)
    prologue = try host["prologue"]?.text(of: "'prologue' \(owner)")
    slots = try host["max_in_flight"]?.integer(of: "'max_in_flight' \(owner)", atLeast: 1)
    up = try host["up"]?.text(of: "'up' \(owner)")
    down = try host["down"]?.text(of: "'down' \(owner)")
    upTime = try HostEntry.span("up_time", host, owner)
    downTime = try HostEntry.span("down_time", host, owner)
    probe = try host["probe"]?.text(of: "'probe' \(owner)")
    file = host.position.file
    throttle = try host["throttle"]?.integer(of: "'throttle' \(owner)", atLeast: 1)
    interval = try HostEntry.span("interval", host, owner)
    latency = try HostEntry.span("latency", host, owner)
    directives = try host.directives.map { node throws(Diagnostics) in try BatchDirectives(node) }
  }

  private static func span(
    _ key: String, _ host: HostSpec, _ owner: String
  ) throws(Diagnostics) -> Int64? {
    try host[key].map { node throws(Diagnostics) in
      let what = "'\(key)' \(owner)"
      guard let span = QuantityText.duration(try node.text(of: what)), span > 0 else {
        throw node.wrongKind(what, expected: "a time such as 30s")
      }
      return span
    }
  }

  private static let slurmPrefix = "slurm:"

  /// The name of the batch system of a host that the hosts file may not describe as one.
  static func slurmName(of host: String) -> String { slurmPrefix + host }

  /// The host in such a name; nil in any other.
  static func slurmHost(in name: String) -> String? {
    name.hasPrefix(slurmPrefix) ? String(name.dropFirst(slurmPrefix.count)) : nil
  }

  static let usualDirectory = "~/experiment"

  /// Whether its jobs run in the directories of this machine.
  package var isHere: Bool { destination == nil }
}
