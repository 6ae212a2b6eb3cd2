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
  package let host: HostSpec?
  /// All hosts of the hosts file.
  package let hosts: [HostSpec]
  /// What becomes of a name that means nothing.
  package let undefined: Undefined
  /// Whether the command at hand has the option `--lenient`.
  package var offersLenient = false

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
