package import EECore

/// A host that jobs are sent to.
package struct HostEntry: Hashable, Sendable {
  /// As workflows name it.
  package let name: String
  /// What ssh is told: a name of its configuration, or `user@host:port`.
  package let destination: String
  /// Where everything is written there; `~/` is the home there.
  package let directory: String
  package let capacity: HostCapacity
  /// Shell text before each job, such as the loading of modules.
  package let prologue: String?
  /// Jobs at once at most; nil for as many as there is room for.
  package let slots: Int?

  /// A host that no file describes.
  package init(destination: String) {
    name = destination
    self.destination = destination
    directory = HostEntry.usualDirectory
    capacity = HostCapacity()
    prologue = nil
    slots = nil
  }

  /// Reads what the hosts file says of a host.
  ///
  /// - Throws: ``Diagnostics`` EE105 at what cannot be read.
  package init(_ host: HostSpec) throws(Diagnostics) {
    let owner = "of host '\(host.name)'"
    name = host.name
    destination = try host["ssh"]?.text(of: "'ssh' \(owner)") ?? host.name
    let given = try host["directory"]?.text(of: "'directory' \(owner)")
    directory = given ?? HostEntry.usualDirectory
    if let given, let node = host["directory"], given.utf8.contains(where: { $0 < 0x20 }) {
      throw node.wrongKind("'directory' \(owner)", expected: "a path without line feeds")
    }
    capacity = try HostCapacity(of: host)
    prologue = try host["prologue"]?.text(of: "'prologue' \(owner)")
    slots = try host["max_in_flight"]?.integer(of: "'max_in_flight' \(owner)", atLeast: 1)
  }

  private static let usualDirectory = "~/experiment"
}
