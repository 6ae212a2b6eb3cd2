/// A command line for the help, and what it does.
package struct Example: Sendable {
  /// The line as typed in a shell, with the program's name.
  package let command: String
  /// What it does, in one line.
  package let meaning: String

  /// Makes an example.
  package init(_ command: String, _ meaning: String) {
    self.command = command
    self.meaning = meaning
  }
}
