import Testing

/// A sweep that must be refused, with all that standard error shall say; `PLACE` is where it ran.
struct BadSweep: CustomTestStringConvertible, Sendable {
  let name: String
  let sweep: String
  /// Other files that are there, by name.
  let files: [String: String]
  /// What follows `cms-ee generate sweep.yaml`.
  let arguments: [String]
  let errors: String

  init(
    _ name: String, sweep: String, files: [String: String] = [:], arguments: [String] = [],
    errors: String
  ) {
    self.name = name
    self.sweep = sweep
    self.files = files
    self.arguments = arguments
    self.errors = errors
  }

  var testDescription: String { name }
}
