package import CCWorkflow
package import CommandTable
package import EECampaign
package import EECore
internal import HostIO

/// The options by which both commands name a sweep and what it may see.
package enum CampaignArguments {
  /// Options that say where things are written.
  package static let placeOptions = [
    Option("--directory", value: "DIR", "Write everything below DIR instead of beside the file."),
    Option("--db", value: "FILE", "Use this database instead of NAME.db."),
  ]

  /// Options that say what `{os.NAME}` and `{cm.NAME}` may see.
  package static let lookupOptions = [
    Option("--noos", "Keep the environment out of frames, but for what --os names."),
    Option("--os", value: "NAMES", "Variables to write into config.yaml: USER,HOME."),
    Option("--nocm", "Keep the variables of cms set out of frames."),
  ]

  /// Options that choose the host that experiments are for.
  package static let hostOptions = [
    Option("--hosts", value: "FILE", "The hosts file, else hosts.yaml beside the first file."),
    Option("--host", value: "NAME", "The host that experiments are for."),
  ]

  /// Returns what frames may name besides the configuration.
  ///
  /// - Parameters:
  ///   - arguments: what the user typed.
  ///   - file: the file that `hosts.yaml` may stand beside; nil where no host is asked for.
  ///   - runsHere: whether jobs run on this machine, so that its own entry is the host.
  ///   - sends: whether jobs can be sent to the host that `--host` names.
  ///   - offersLenient: whether the command has the option `--lenient`.
  /// - Returns: the environment, variables and hosts, as far as the options let them in.
  /// - Throws: ``Diagnostics`` at what is wrong in the variables or hosts, EE115.
  package static func lookup(
    _ arguments: Arguments, file: String? = nil, runsHere: Bool = false,
    sends: Bool = false, offersLenient: Bool = true
  ) throws(Diagnostics) -> Lookup {
    var all = Environment.all()
    // Containers and batch shells often leave it out, and nearly every sweep names it.
    if all["USER"] == nil { all["USER"] = Environment.userName() }
    let named = namedVariables(arguments.value("--os") ?? "")
    let isClosed = arguments.has("--noos")
    let file = try file.map { name throws(Diagnostics) in
      try HostsFile(named: arguments.value("--hosts"), beside: name)
    }
    let hosts = file?.hosts ?? []
    var unknown: Lookup.UnknownHost?
    let host =
      try runsHere
      ? machine(arguments, among: hosts, file: file?.path, sends: sends)
      : choose(arguments, among: hosts, file: file?.path, &unknown)
    var lookup = Lookup(
      environment: isClosed ? all.filter { pair in named.contains { $0.name == pair.key } } : all,
      bareNamesReachEnvironment: !isClosed, named: named.map(\.name),
      variables: arguments.has("--nocm") ? [:] : try VariableStore().values,
      host: host, hosts: hosts,
      undefined: arguments.has("--lenient")
        ? .lenient : arguments.has("--strict") ? .strict : .standard)
    lookup.offersLenient = offersLenient
    lookup.letsSweepChoose = !runsHere && !arguments.has("--host")
    lookup.unknownHost = unknown
    lookup.warnings = named.filter { all[$0.name] == nil }.map { unset($0.name, $0.column) }
    return lookup
  }

  /// The host that was chosen, or the only one; a sweep may know one that the hosts file does not.
  private static func choose(
    _ arguments: Arguments, among hosts: [HostSpec], file: String?,
    _ unknown: inout Lookup.UnknownHost?
  ) throws(Diagnostics) -> HostSpec? {
    let name = arguments.value("--host")
    do { return try HostSpec.choose(name, among: hosts, file: file) } catch {
      guard let name else { throw error }
      unknown = Lookup.UnknownHost(name, error)
      return nil
    }
  }

  /// The names of `--os`, each with its column.
  private static func namedVariables(_ list: String) -> [(name: String, column: Int)] {
    var column = 1
    var names: [(name: String, column: Int)] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) as [Substring] {
      let start = part.drop { $0 == " " }
      if let last = start.lastIndex(where: { $0 != " " }) {
        names.append((String(start[...last]), column + part.count - start.count))
      }
      column += part.count + 1
    }
    return names
  }

  private static func unset(_ name: String, _ column: Int) -> Diagnostic {
    Diagnostic(
      .warning, .undefinedReference,
      "environment variable '\(name)' is not set, so config.yaml will not have it",
      at: SourcePosition(file: "--os", line: 1, column: column), width: name.count,
      hint: "export it, or leave it out of --os")
  }

  /// The entry that stands for this machine: what is bound for another one must not run here.
  private static func machine(
    _ arguments: Arguments, among hosts: [HostSpec], file: String?, sends: Bool
  ) throws(Diagnostics) -> HostSpec? {
    guard let name = arguments.value("--host") else { return hosts.first { $0.kind == "local" } }
    let host = try HostSpec.choose(name, among: hosts, file: file)
    guard let host, host.kind != "local" else { return host }
    let isReached = HostEntry.Kind(rawValue: host.kind) != nil
    if sends, isReached { return host }
    throw Diagnostics(
      .unknownHost,
      "host '\(name)' is of kind '\(host.kind)', and "
        + (isReached
          ? "what nodes run there says their key 'host'"
          : "experiments run on this machine, on hosts that ssh reaches and on Slurm only"),
      at: host.position, width: name.count,
      hint: isReached
        ? "write host: \(name) in the nodes, or cms-ee submit --host \(name)"
        : "cms-ee generate submit --host \(name) prints the commands for it")
  }

  /// Returns what the hosts file states of this machine.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in the hosts file.
  package static func capacityHere(
    _ arguments: Arguments, file: String
  ) throws(Diagnostics) -> HostCapacity {
    let file = try HostsFile(named: arguments.value("--hosts"), beside: file)
    let host = file.hosts.first { $0.kind == "local" }
    return try host.map { host throws(Diagnostics) in try HostCapacity(of: host) } ?? HostCapacity()
  }

  /// Returns the hosts that jobs can be sent to, and all hosts of the hosts file.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in the hosts file.
  package static func hosts(
    _ arguments: Arguments, file: String
  ) throws(Diagnostics) -> (others: [HostEntry], all: [HostSpec]) {
    let file = try HostsFile(named: arguments.value("--hosts"), beside: file)
    var others: [HostEntry] = []
    for host in file.hosts {
      if let entry = try HostEntry(host) { others.append(entry) }
    }
    return (others, file.hosts)
  }

  /// Returns where a command on this file writes.
  package static func places(file: String, name: String, _ arguments: Arguments) -> Places {
    Places(
      file: file, name: name, directory: arguments.value("--directory"),
      database: arguments.value("--db"))
  }
}
