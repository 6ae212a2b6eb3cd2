/// The command line of a program as a table: parsing, help and manual come from the same rows.
package struct CommandTable<Action: Sendable>: Sendable {
  /// What a command line asks for.
  package enum Outcome: Sendable {
    /// Run a command with what was typed.
    case run(Action, Arguments)
    /// Print a text, help or version, and end well.
    case print(String)
  }

  /// The program's name, as typed.
  package let program: String
  /// What the program is for, in one sentence.
  package let summary: String
  /// The text after the program's name in the answer to `--version`.
  package let version: String
  /// The verbs, in the order of the help.
  package let commands: [Command<Action>]
  /// The options that every command takes.
  package let globalOptions: [Option]
  /// Further sections of the overview, such as the exit codes; their line breaks are kept.
  package let topics: [(title: String, text: String)]

  /// Makes the table of a program.
  package init(
    program: String, summary: String, version: String, commands: [Command<Action>],
    globalOptions: [Option], topics: [(title: String, text: String)] = []
  ) {
    self.program = program
    self.summary = summary
    self.version = version
    self.commands = commands
    self.globalOptions = globalOptions
    self.topics = topics
  }

  /// Returns the options that a command understands; where two share a name, the nearer one counts.
  func names(for command: Command<Action>) -> OptionNames {
    OptionNames(command.options + globalOptions + Option.everywhere)
  }

  /// Returns the commands whose words start with `words` and go on.
  func commands(below words: some Collection<String>) -> [Command<Action>] {
    commands.filter { $0.path.count > words.count && $0.path.starts(with: words) }
  }

  /// Returns the words that may follow `words`, each once, in the order of the table.
  func verbs(after words: some Collection<String>) -> [String] {
    var verbs: [String] = []
    for command in commands(below: words) where !verbs.contains(command.path[words.count]) {
      verbs.append(command.path[words.count])
    }
    return verbs
  }
}
