/// A command line that the table does not allow; the program ends with `exitCode`.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The exit code for a wrong command line.
  ///
  /// - Source: `EX_USAGE` of sysexits(3).
  package static let exitCode: Int32 = 64

  /// What was found and what was expected, in one line.
  package let message: String
  /// The usage line of the command, or of the program where no command was recognised.
  package let usage: String
  /// What to try.
  package let hint: String?

  /// Makes an error.
  package init(_ message: String, usage: String, hint: String? = nil) {
    self.message = message
    self.usage = usage
    self.hint = hint
  }

  /// The text for standard error: message, usage line and hint, each on a line of its own.
  package var description: String {
    let lines = ["error: \(message)", usage] + (hint.map { ["hint: \($0)"] } ?? [])
    return lines.joined(separator: "\n")
  }
}
