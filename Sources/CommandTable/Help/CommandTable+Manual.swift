extension CommandTable {
  /// Returns the manual of the whole program as Markdown: the overview, then every command.
  package func manual() -> String {
    var blocks = ["# \(program)", Markdown.prose(summary), Markdown.code(usage)]
    blocks += ["## Commands", list(commands.map { (link(to: $0), $0.summary) })]
    blocks += section("## Options of every command", globalOptions + Option.everywhere)
    for topic in topics { blocks += ["## \(topic.title)", Markdown.code(topic.text)] }
    for command in commands { blocks += manual(for: command) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func manual(for command: Command<Action>) -> [String] {
    var blocks = ["## \(program) \(command.name)", Markdown.prose(command.summary)]
    blocks.append(Markdown.code(usage(for: command)))
    if let details = command.details { blocks += Markdown.paragraphs(details) }
    if !command.operands.isEmpty {
      blocks += ["**Operands**", list(command.operands.map { ("`\($0.name)`", $0.summary) })]
    }
    blocks += section("**Options**", command.options)
    if !command.examples.isEmpty {
      let lines = command.examples.map { "# \($0.meaning)\n\($0.command)" }
      blocks += ["**Examples**", Markdown.code(lines.joined(separator: "\n\n"), "sh")]
    }
    return blocks
  }

  private func section(_ title: String, _ options: [Option]) -> [String] {
    guard !options.isEmpty else { return [] }
    return [title, list(options.map { ("`\($0.label)`", $0.description) })]
  }

  private func list(_ rows: [(label: String, text: String)]) -> String {
    rows.map { "- \($0.label): \(Markdown.prose($0.text))" }.joined(separator: "\n")
  }

  private func link(to command: Command<Action>) -> String {
    let anchor = ([program] + command.path).joined(separator: "-")
    return "[`\(command.name)`](#\(anchor))"
  }
}
