extension CommandTable {
  /// Returns what is wrong with the table itself, one sentence each; a test expects none.
  ///
  /// Two commands of one name, two options of one name at one place, and examples that do not
  /// parse as a line of the command they stand under.
  package func problems() -> [String] {
    var problems = repeated(commands.map(\.name)).map { "two commands are named '\($0)'" }
    problems += repeatedNames(globalOptions + Option.everywhere, of: program)
    for command in commands {
      problems += repeatedNames(command.options, of: command.name)
      problems += command.examples.compactMap { problem(of: $0, for: command) }
    }
    return problems
  }

  private func repeatedNames(_ options: [Option], of owner: String) -> [String] {
    repeated(options.flatMap { $0.names.map(OptionNames.folded) })
      .map { "'\(owner)' has two options named '\($0)'" }
  }

  private func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }

  private func problem(of example: Example, for command: Command<Action>) -> String? {
    let calls = ShellWords.commands(in: example.command).filter { $0.first == program }
      .map { Array($0.dropFirst()) }
    for call in calls {
      do {
        _ = try parse(call)
      } catch {
        return "the example '\(example.command)' does not parse: \(error.message)"
      }
    }
    if calls.contains(where: { self.command(leading: $0)?.path == command.path }) { return nil }
    return "the example '\(example.command)' does not call '\(command.name)'"
  }
}
