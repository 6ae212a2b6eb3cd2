extension CommandTable {
  /// Returns the overview: what the program is for, its commands and what holds for all of them.
  ///
  /// - Shape: plain text of at most `width` columns, without a line break at the end.
  package func help(width: Int = 80) -> String {
    var text = HelpText(width: width)
    text.add(line: usage)
    text.add(text: summary)
    text.add(section: "Commands", rows: commands.map { ($0.name, $0.summary) })
    text.add(section: "Options of every command", rows: rows(globalOptions + Option.everywhere))
    for topic in topics { text.add(section: topic.title, text: topic.text) }
    text.add(text: "'\(program) help COMMAND' tells more about a command.")
    return text.text
  }

  /// Returns what a user needs to know to use one command.
  ///
  /// - Shape: plain text of at most `width` columns, without a line break at the end.
  package func help(for command: Command<Action>, width: Int = 80) -> String {
    let others = names(for: command).reachable(from: command.options.count)
    var text = HelpText(width: width)
    text.add(line: usage(for: command, width: width))
    text.add(text: command.summary)
    if let details = command.details { text.add(text: details) }
    text.add(section: "Operands", rows: command.operands.map { ($0.name, $0.summary) })
    text.add(section: "Options", rows: rows(command.options))
    text.add(section: "Options of every command", rows: rows(others))
    text.add(examples: command.examples)
    let below = commands(below: command.path)
    text.add(section: "See also", rows: below.map { ("\(program) \($0.name)", $0.summary) })
    return text.text
  }

  /// Returns the commands that share their first words, such as those of `workflow`.
  func help(forGroup words: [String], width: Int = 80) -> String {
    var text = HelpText(width: width)
    text.add(line: usage(forGroup: words))
    text.add(section: "Commands", rows: commands(below: words).map { ($0.name, $0.summary) })
    text.add(text: "'\(program) help \(words.joined(separator: " ")) COMMAND' tells more.")
    return text.text
  }

  private func rows(_ options: [Option]) -> [(label: String, text: String)] {
    options.map { ($0.label, $0.description) }
  }
}
