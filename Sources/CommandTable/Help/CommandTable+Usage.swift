extension CommandTable {
  /// The usage line of the whole program.
  package var usage: String { "usage: \(program) COMMAND [OPTIONS] [OPERANDS]" }

  /// Returns the usage line of a command, which names its options where they fit.
  package func usage(for command: Command<Action>, width: Int = 80) -> String {
    let start = ["usage:", program] + command.path
    let operands = command.operands.map(\.label)
    let full = (start + command.options.map(\.usage) + operands).joined(separator: " ")
    if full.count <= width { return full }
    return (start + ["[OPTIONS]"] + operands).joined(separator: " ")
  }

  func usage(forGroup words: [String]) -> String {
    "usage: \(program) \(words.joined(separator: " ")) COMMAND [OPTIONS] [OPERANDS]"
  }
}

extension Option {
  /// The option as a usage line shows it.
  var usage: String { "[\(assigned(title))]" + (repeats ? "..." : "") }

  /// The option as a list shows it: short names first, the value at the end.
  var label: String {
    let short = names.filter { $0.utf8.count <= 2 }
    let ordered = short + names.filter { $0.utf8.count > 2 }
    guard let last = ordered.last else { return "" }
    return (ordered.dropLast() + [assigned(last)]).joined(separator: ", ")
  }

  /// The summary, and whether the option adds up.
  var description: String { repeats ? summary + " (may be repeated)" : summary }

  private func assigned(_ name: String) -> String {
    guard let value else { return name }
    return name + (name.utf8.count > 2 ? "=" : " ") + value
  }
}
