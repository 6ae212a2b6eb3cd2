// What depends on the host that experiments are for: its variables, and its directives.
extension NameTable {
  /// `host.NAME`; open where several hosts are possible.
  func findOfHost(_ name: String) -> Target? {
    guard let host = lookup.host, !leavesHostOpen else {
      let isKnown = (lookup.hosts + (lookup.host.map { [$0] } ?? [])).contains {
        value(name, of: $0) != nil
      }
      return isKnown ? .open("host.\(name)") : nil
    }
    return value(name, of: host)
  }

  private func value(_ name: String, of host: HostSpec) -> Target? {
    let own = NameTable.hostKeys.contains(name) ? host[name] : nil
    if let node = host.variables?[name] ?? own { return .node(node, path: "host.\(name)") }
    let isHere = host.kind == "local"
    let text: String? =
      switch name {
      case "name": host.name
      case "user": isHere ? lookup.environment["USER"] : nil
      case "home": isHere ? lookup.environment["HOME"] : nil
      default: nil
      }
    return text.map { .constant($0, name: "host.\(name)") }
  }

  /// Keys of a host that frames may name.
  private static let hostKeys = ["user", "home"]

  /// What to write where this host lacks one of its own keys.
  func hostAdvice(for name: String) -> String? {
    guard let key = hostKey(of: name) else { return nil }
    return "write \(key): … for it in the hosts file"
  }

  /// The key of a host that a frame names; nil where it names a variable, or there is no host.
  func hostKey(of name: String) -> String? {
    guard !lookup.hosts.isEmpty else { return nil }
    return NameTable.hostKeys.first { name == "host.\($0)" }
  }

  /// `slurm.sbatch`; open where it depends on the host and none is chosen.
  func directives() -> Target {
    leavesHostOpen && dependsOnHost || waitsForHost ? .open("slurm.sbatch") : .directives
  }

  /// The section of the sweep; nil where it says nothing.
  var ownDirectives: ConfigNode? {
    section("directives").flatMap { $0.scalar?.isNull == true || $0.mapping == [] ? nil : $0 }
  }

  /// Whether another host would be asked for something else.
  private var dependsOnHost: Bool {
    guard let own = ownDirectives else {
      return lookup.hosts.contains { $0.directives != nil }
    }
    return Directives.isByHost(own)
  }

  /// Whether one of several hosts has yet to be chosen.
  private var waitsForHost: Bool {
    guard dependsOnHost, lookup.host == nil, !lookup.hosts.isEmpty else { return false }
    guard let own = ownDirectives else { return true }
    return lookup.namedHost == nil && own.mapping?.count != 1
  }

  /// The options of the batch system by GPU type or queue; nil where none are asked for.
  ///
  /// - Throws: ``Diagnostics`` EE115 where a table by hosts lacks the one that is named, or none is.
  func directiveTable() throws(Diagnostics) -> ConfigNode? {
    guard let own = ownDirectives else { return lookup.host?.directives }
    guard Directives.isByHost(own), let tables = own.mapping else { return own }
    let name =
      lookup.letsSweepChoose
      ? lookup.namedHost?.text ?? lookup.host?.name
      : lookup.host?.name ?? lookup.namedHost?.text
    guard let name else {
      if tables.count == 1 { return tables[0].value }
      throw Diagnostics(
        .unknownHost,
        "'directives' has a table for each of \(tables.count) hosts, and none is chosen",
        at: own.position,
        hint:
          "name one of \(tables.map(\.key).joined(separator: ", ")): system: {host: \(tables[0].key)}"
      )
    }
    if let table = own[name] { return table }
    // What the hosts file says of a host is enough, be it nothing.
    if let host = lookup.hosts.first(where: { $0.name == name }) { return host.directives }
    throw Diagnostics(
      .unknownHost,
      "host '\(name)' has no table in 'directives', expected one of: "
        + tables.map(\.key).joined(separator: ", "),
      at: lookup.namedHost?.position, width: name.count,
      hint: Suggestion.nearestSpelling(
        to: name, among: tables.map(\.key) + lookup.hosts.map(\.name)
      )
      .map { "did you mean '\($0)'?" })
  }
}
