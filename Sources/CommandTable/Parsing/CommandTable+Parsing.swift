extension CommandTable {
  /// Reads a command line, without the program's name.
  ///
  /// The longest verb that matches the leading words wins. Options may stand before, between and
  /// after its words, and after them is never ambiguous. An option given twice counts with its last
  /// value.
  package func parse(_ arguments: [String]) throws(UsageError) -> Outcome {
    if let command = command(leading: arguments) { return try parse(arguments, for: command) }
    return try parseWithoutCommand(arguments)
  }

  /// Returns the command with the longest path that the leading words call.
  func command(leading arguments: [String]) -> Command<Action>? {
    longest(commands.filter { leads($0, arguments) })
  }

  private func longest(_ candidates: [Command<Action>]) -> Command<Action>? {
    candidates.max { $0.path.count < $1.path.count }
  }

  private func leads(_ command: Command<Action>, _ arguments: [String]) -> Bool {
    guard command.path.allSatisfy(arguments.contains) else { return false }
    var reader = ArgumentReader(arguments, names: names(for: command))
    for (index, verb) in command.path.enumerated() {
      // After `generate --`, the word `submit` is an operand.
      guard (try? reader.nextWord()) == verb, index == 0 || !reader.optionsEnded else {
        return false
      }
    }
    return true
  }

  private func parse(
    _ arguments: [String], for command: Command<Action>
  ) throws(UsageError) -> Outcome {
    let names = names(for: command)
    if let request = request(in: arguments, names) { return answer(request, for: command) }
    let usage = usage(for: command)
    var words: [String] = []
    var given: [Int: [String]] = [:]
    var reader = ArgumentReader(arguments, names: names)
    do {
      while let token = try reader.next() {
        switch token {
        case .word(let word): words.append(word)
        case .option(let row, let value): given[row, default: []] += value.map { [$0] } ?? []
        }
      }
    } catch {
      throw usageError(for: error, names, usage: usage, help: "\(program) \(command.name) --help")
    }
    // Reached by a letter among others, such as the second one of `-qh`.
    for row in given.keys.sorted() {
      if let request = names.rows[row].request { return answer(request, for: command) }
    }
    let operands = Array(words.dropFirst(command.path.count))
    try check(operands, for: command)
    return .run(
      command.action,
      Arguments(
        operands: operands, command: "\(program) \(command.name)", usage: usage, names: names,
        given: given))
  }

  private func answer(_ request: Option.Request, for command: Command<Action>) -> Outcome {
    switch request {
    case .help: .print(help(for: command))
    case .version: .print("\(program) \(version)")
    }
  }

  /// Returns what is asked for by `--help` or `--version`, whatever else is wrong with the line.
  private func request(in arguments: [String], _ names: OptionNames) -> Option.Request? {
    for argument in arguments.prefix(while: { $0 != "--" }) {
      guard let row = names.row(named: argument) else { continue }
      if let request = names.rows[row].request { return request }
    }
    return nil
  }

  private func parseWithoutCommand(_ arguments: [String]) throws(UsageError) -> Outcome {
    let names = OptionNames(globalOptions + Option.everywhere + commands.flatMap(\.options))
    let request = request(in: arguments, names)
    if request == .version { return .print("\(program) \(version)") }
    var reader = ArgumentReader(arguments, names: names)
    var words: [String] = []
    do {
      while let word = try reader.nextWord() { words.append(word) }
    } catch {
      guard request == nil else { return .print(help()) }
      throw usageError(for: error, names, usage: usage, help: "\(program) help")
    }
    if words.first == "help" { return .print(try help(about: words.dropFirst())) }
    if words.isEmpty || request == .help { return .print(try help(about: words[...])) }
    // An option before the verb that belongs to another command: the verb's own reading names it.
    let called = longest(commands.filter { words.starts(with: $0.path) })
    if let called { _ = try parse(arguments, for: called) }
    throw unknownCommand(words)
  }

  private func help(about words: ArraySlice<String>) throws(UsageError) -> String {
    if words.isEmpty { return help() }
    if let command = commands.first(where: { $0.path.elementsEqual(words) }) {
      return help(for: command)
    }
    guard !commands(below: words).isEmpty else { throw unknownCommand(Array(words)) }
    return help(forGroup: Array(words))
  }

  private func check(_ operands: [String], for command: Command<Action>) throws(UsageError) {
    let required = command.operands.count { $0.isRequired }
    if operands.count < required { throw missingOperand(operands, command) }
    guard !command.operands.contains(where: \.isUnlimited) else { return }
    if operands.count > command.operands.count { throw unexpectedOperand(operands, command) }
  }
}
