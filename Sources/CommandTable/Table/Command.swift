/// One row of a program: a verb, what it takes, and the action it stands for.
package struct Command<Action: Sendable>: Sendable {
  /// The words that call it, such as `generate` and `submit`.
  package let path: [String]
  /// What it does, in one line of the help.
  package let summary: String
  /// What it takes beside its options, in order.
  package let operands: [Operand]
  /// The options it takes beside the global ones.
  package let options: [Option]
  /// What a user should know before using it; lines that start with a blank are kept as they are.
  package let details: String?
  /// Command lines to copy.
  package let examples: [Example]
  /// What the caller runs when this command was typed.
  package let action: Action

  /// Makes a command that is called by the words of `path`, which blanks separate.
  package init(
    _ path: String, _ summary: String, operands: [Operand] = [], options: [Option] = [],
    details: String? = nil, examples: [Example] = [], action: Action
  ) {
    self.path = path.split(separator: " ").map(String.init)
    self.summary = summary
    self.operands = operands
    self.options = options
    self.details = details
    self.examples = examples
    self.action = action
  }

  /// The words that call it, as typed.
  package var name: String { path.joined(separator: " ") }
}
