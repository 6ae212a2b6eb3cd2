/// What the user typed for one command.
///
/// Options are asked for by any of their names; a name that the command lacks was never given.
package struct Arguments: Sendable {
  /// The words that are neither verb nor option, in order.
  package let operands: [String]
  /// The command's usage line, for a mistake that only the command itself can see.
  package let usage: String
  /// The program with the words of the command, such as `cms-ee generate submit`.
  package let command: String
  private let names: OptionNames
  private let given: [Int: [String]]

  init(
    operands: [String], command: String, usage: String, names: OptionNames, given: [Int: [String]]
  ) {
    self.operands = operands
    self.command = command
    self.usage = usage
    self.names = names
    self.given = given
  }

  /// Returns whether a flag or an option with a value was given.
  package func has(_ option: String) -> Bool { occurrences(option) != nil }

  /// Returns the value of an option, the last one where it was given more than once.
  package func value(_ option: String) -> String? { occurrences(option)?.last }

  /// Returns all values of an option in the order given.
  package func values(_ option: String) -> [String] { occurrences(option) ?? [] }

  /// Makes the error for a value that the command cannot use.
  package func mistake(_ message: String, hint: String? = nil) -> UsageError {
    UsageError(message, usage: usage, hint: hint)
  }

  private func occurrences(_ option: String) -> [String]? {
    names.row(named: option).flatMap { given[$0] }
  }
}
