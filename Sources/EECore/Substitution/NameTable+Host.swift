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

  /// `slurm.sbatch`; open where the hosts have directives and none of them is chosen.
  func directives() -> Target {
    let isOfHosts = ownDirectives == nil && lookup.hosts.contains { $0.directives != nil }
    guard isOfHosts, lookup.host == nil || leavesHostOpen else { return .directives }
    return .open("slurm.sbatch")
  }

  /// The options of the batch system by GPU type or queue.
  var directiveTable: ConfigNode? { ownDirectives ?? lookup.host?.directives }

  /// The table of the sweep itself, of the right host where it has one for each.
  private var ownDirectives: ConfigNode? {
    guard let table = section("directives") else { return nil }
    let isByHost =
      table.mapping?.allSatisfy { host in
        host.value.mapping?.isEmpty == false
          && host.value.mapping?.allSatisfy { $0.value.mapping != nil } == true
      } ?? false
    guard isByHost, table.mapping?.isEmpty == false else { return table }
    return hostName.flatMap { table[$0] } ?? table.mapping?.first?.value
  }

  /// The host by name, as options or the original's `system.host` say.
  private var hostName: String? {
    lookup.host?.name ?? section("system")?["host"]?.scalar?.text ?? section("host")?.scalar?.text
  }
}
