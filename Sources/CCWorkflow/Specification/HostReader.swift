internal import EECore

/// Reads where a job may run: `kind`, `host` and `hosts`.
struct HostReader {
  private static let plannedKinds = ["wsl", "lsf"]
  private static let kinds = ["local", "ssh", "slurm"]

  let node: ConfigNode
  let files: WorkflowFiles

  /// Returns the names of the hosts, in order; none for this machine alone.
  ///
  /// What the hosts file does not name is a destination for ssh, as it is written.
  func names() throws(Diagnostics) -> [String] {
    let kind = try kind()
    let given = try nodes()
    var names: [String] = []
    for (text, position) in given {
      let isHere = isHere(text)
      if kind == "local", !isHere {
        throw Diagnostics(
          .unsupportedKind, "host '\(text)' is not this machine, but the kind is 'local'",
          at: position, width: text.count, hint: "write host: localhost, or kind: ssh")
      }
      if let problem = Self.problem(with: text) {
        throw Diagnostics(
          .wrongKind,
          "host '\(text)' \(problem), expected a name of the hosts file or a "
            + "destination for ssh such as user@host", at: position, width: max(1, text.count))
      }
      let host = isHere ? Fleet.here : text
      let name = kind == "slurm" ? HostEntry.slurmName(of: host) : host
      if !names.contains(name) { names.append(name) }
    }
    if kind == "ssh", !names.contains(where: { $0 != Fleet.here }) {
      throw Diagnostics(
        .missingKey, "kind 'ssh' needs another host than this machine",
        at: node.given("kind")?.position ?? node.position, hint: "add host: user@host")
    }
    if kind == "slurm", names.isEmpty { return [HostEntry.slurmName(of: Fleet.here)] }
    return names == [Fleet.here] ? [] : names
  }

  private func nodes() throws(Diagnostics) -> [(String, SourcePosition?)] {
    if let hosts = node.given("hosts") {
      if let host = node.given("host") {
        throw Diagnostics(
          .wrongKind, "both 'host' and 'hosts' are given, expected one of them",
          at: host.position, hint: "remove one of the two")
      }
      return try hosts.texts(of: "an entry of 'hosts'").map { ($0.scalar?.text ?? "", $0.position) }
    }
    guard let host = node.given("host") else { return [] }
    return [(try host.text(of: "'host'"), host.position)]
  }

  /// A word that ssh would take for an option, or that no host can be called.
  private static func problem(with name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.hasPrefix("-") { return "begins with '-'" }
    let isPlain = name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
    return isPlain ? nil : "has a blank in it"
  }

  private func kind() throws(Diagnostics) -> String? {
    guard let node = node.given("kind") else { return nil }
    let kind = try node.text(of: "'kind'")
    if Self.kinds.contains(kind) { return kind }
    if Self.plannedKinds.contains(kind) {
      throw Diagnostics(
        .unsupportedKind, "kind '\(kind)' is not supported yet, expected 'local', 'ssh' or 'slurm'",
        at: node.position, width: kind.count, hint: "remove 'kind' to run it on this machine")
    }
    let nearest = Suggestion.nearest(to: kind, among: Self.kinds + Self.plannedKinds)
    throw Diagnostics(
      .unsupportedKind, "unknown kind '\(kind)', expected 'local', 'ssh' or 'slurm'",
      at: node.position,
      width: kind.count,
      hint: nearest.map {
        "did you mean '\($0)'?" + (Self.kinds.contains($0) ? "" : " it is not supported yet")
      })
  }

  private func isHere(_ host: String) -> Bool {
    ["local", Fleet.here, "127.0.0.1"].contains(host) || host == files.hostName
  }
}
