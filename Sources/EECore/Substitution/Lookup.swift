/// What frames may name besides the configuration: given by the shell, so that it can be tested.
package struct Lookup: Sendable {
  /// The environment as far as frames may see it.
  package let environment: [String: String]
  /// Whether a bare `{NAME}` is looked up in the environment at last.
  package let bareNamesReachEnvironment: Bool
  /// What `cms set NAME=VALUE` keeps.
  package let variables: [String: String]

  package init(
    environment: [String: String] = [:], bareNamesReachEnvironment: Bool = true,
    variables: [String: String] = [:]
  ) {
    self.environment = environment
    self.bareNamesReachEnvironment = bareNamesReachEnvironment
    self.variables = variables
  }
}
