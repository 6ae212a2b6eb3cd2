package import CommandTable

/// What a row of a command table does: the arguments in, an exit code out.
package struct Verb: Sendable {
  let run: @Sendable (Arguments) throws -> ExitStatus

  package init(_ run: @escaping @Sendable (Arguments) throws -> ExitStatus) { self.run = run }
}
