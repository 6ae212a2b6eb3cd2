/// What frames may name besides the configuration: given by the shell, so that it can be tested.
package struct Lookup: Sendable {
  /// What becomes of a name that means nothing.
  package enum Undefined: String, Sendable {
    /// Every frame that means nothing stays as it is.
    case lenient
    /// A dotted name is a mistake; a bare word stays, with a warning.
    case standard
    /// A bare word is a mistake too.
    case strict
  }

  /// The environment as far as frames may see it.
  package let environment: [String: String]
  /// Whether a bare `{NAME}` is looked up in the environment at last.
  package let bareNamesReachEnvironment: Bool
  /// Variables of the environment that `--os` names, to be written out with the configuration.
  package let named: [String]
  /// What `cms set NAME=VALUE` keeps.
  package let variables: [String: String]
  /// The host that experiments are for; nil where several are possible.
  package private(set) var host: HostSpec?
  /// All hosts of the hosts file.
  package let hosts: [HostSpec]
  /// What becomes of a name that means nothing.
  package let undefined: Undefined
  /// Whether the command at hand has the option `--lenient`.
  package var offersLenient = true
  /// What is worth a look in the options that it was made of, and no mistake.
  package var warnings: [Diagnostic] = []
  /// Whether a sweep may name the host itself, because nobody chose one and its jobs run elsewhere.
  package var letsSweepChoose = false
  /// A host that was chosen although no hosts file has it; the sweep may have a table for it.
  package var unknownHost: UnknownHost?
  /// The host that the sweep names, whether the hosts file has it or not.
  package private(set) var namedHost: HostName?

  package init(
    environment: [String: String] = [:], bareNamesReachEnvironment: Bool = true,
    named: [String] = [], variables: [String: String] = [:], host: HostSpec? = nil,
    hosts: [HostSpec] = [], undefined: Undefined = .standard
  ) {
    self.environment = environment
    self.bareNamesReachEnvironment = bareNamesReachEnvironment
    self.named = named
    self.variables = variables
    self.host = host
    self.hosts = hosts
    self.undefined = undefined
  }
}

extension Lookup {
  /// A host as a sweep names it: `system.host` as in the original, else `host`.
  package struct HostName: Hashable, Sendable {
    package let text: String
    package let position: SourcePosition
  }

  /// A host by name, and what is to be said where nothing knows it.
  package struct UnknownHost: Sendable {
    let name: String
    let problem: Diagnostics

    package init(_ name: String, _ problem: Diagnostics) {
      self.name = name
      self.problem = problem
    }
  }

  /// Returns the same for jobs of a host; nil leaves it open which one that is.
  package func on(_ host: HostSpec?) -> Lookup {
    var lookup = self
    lookup.host = host
    return lookup
  }

  /// Reports a host that was chosen and that neither a hosts file nor the sweep knows.
  ///
  /// - Throws: ``Diagnostics`` EE115.
  package func checkHost(in root: ConfigNode) throws(Diagnostics) {
    guard let unknown = unknownHost else { return }
    guard let tables = root["directives"], Directives.isByHost(tables), tables[unknown.name] != nil
    else { throw unknown.problem }
  }

  /// Returns what frames may name in a sweep, which may choose the host.
  package func asked(by root: ConfigNode) -> Lookup {
    var lookup = self
    if let unknown = unknownHost {
      let option = SourcePosition(file: "--host", line: 1, column: 1)
      lookup.namedHost = HostName(text: unknown.name, position: option)
      return lookup
    }
    guard namedHost == nil, let name = hostName(in: root) else { return self }
    lookup.namedHost = name
    if letsSweepChoose, let host = hosts.first(where: { $0.name == name.text }) {
      lookup.host = host
    }
    return lookup
  }

  private func hostName(in root: ConfigNode) -> HostName? {
    guard let node = root["system"]?["host"] ?? root["host"], let scalar = node.scalar,
      !scalar.isNull
    else { return nil }
    let name = HostName(text: scalar.text, position: node.position)
    guard node.mayHoldFrames else { return name }
    // What it is made of cannot depend on itself.
    var lookup = self
    lookup.namedHost = name
    var frames = ConstantFrames(root: root, lookup: lookup)
    return (try? frames.follow(node))?.scalar.map {
      HostName(text: $0.text, position: node.position)
    }
  }
}
