import EECore

// The words of every usage error; what is wrong is found elsewhere.
extension CommandTable {
  /// Lists longer than this teach less than the help does.
  private var listLimit: Int { 12 }

  func usageError(
    for mistake: ArgumentReader.Mistake, _ names: OptionNames, usage: String, help: String
  ) -> UsageError {
    switch mistake {
    case .unknown(let name):
      UsageError(
        "unknown option '\(name)'", usage: usage, hint: hint(forOption: name, names, help: help))
    case .missingValue(let name, let row, let found):
      UsageError(
        "option '\(name)' needs a value: found \(found.map { "'\($0)'" } ?? "none"), "
          + "expected \(names.rows[row].value ?? "VALUE")",
        usage: usage, hint: found.map { "write '\(name)=\($0)' if that is the value" })
    case .unexpectedValue(let name, let value):
      UsageError(
        "option '\(name)' is a flag: found the value '\(value)', expected none", usage: usage)
    }
  }

  func unknownCommand(_ words: [String]) -> UsageError {
    let depth = words.indices.last { !commands(below: words[..<$0]).isEmpty } ?? 0
    if !commands(below: words).isEmpty {
      let expected = verbs(after: words).joined(separator: ", ")
      return UsageError(
        "'\(words.joined(separator: " "))' needs a verb: found none, expected one of: \(expected)",
        usage: usage(forGroup: words))
    }
    let group = Array(words[..<depth])
    return UsageError(
      "unknown command '\(words[...depth].joined(separator: " "))'",
      usage: group.isEmpty ? usage : usage(forGroup: group),
      hint: hint(forVerb: words[depth], after: group))
  }

  func missingOperand(_ operands: [String], _ command: Command<Action>) -> UsageError {
    let required = command.operands.filter(\.isRequired)
    let found = operands.isEmpty ? "none" : operands.map { "'\($0)'" }.joined(separator: " ")
    return UsageError(
      "missing operand \(required[operands.count].name): found \(found), "
        + "expected \(expectedOperands(command))",
      usage: usage(for: command))
  }

  func unexpectedOperand(_ operands: [String], _ command: Command<Action>) -> UsageError {
    let index = command.operands.count
    let verbs = index == 0 ? verbs(after: command.path) : []
    let nearest = Self.nearest(to: operands[index], among: verbs)
    return UsageError(
      "unexpected operand '\(operands[index])': expected \(expectedOperands(command))",
      usage: usage(for: command), hint: nearest.map { "did you mean '\(command.name) \($0)'?" })
  }

  private func expectedOperands(_ command: Command<Action>) -> String {
    if command.operands.isEmpty { return "none" }
    return command.operands.map(\.label).joined(separator: " ")
  }

  private func hint(forOption name: String, _ names: OptionNames, help: String) -> String {
    let known = names.rows.flatMap(\.names)
    if let near = nearestOption(to: name, among: known) { return "did you mean '\(near)'?" }
    guard names.rows.count <= listLimit else { return "'\(help)' lists the options" }
    return "expected one of: " + names.rows.map(\.title).joined(separator: ", ")
  }

  /// Compares without dashes, so that two of them do not count as likeness.
  private func nearestOption(to name: String, among known: [String]) -> String? {
    let typed = Self.bare(name)
    if let same = known.first(where: { Self.bare($0) == typed }) { return same }
    let near = Self.nearest(to: typed, among: known.map(Self.bare))
    return near.flatMap { near in known.first { Self.bare($0) == near } }
  }

  /// Returns the only candidate that `word` abbreviates, else the one it is a slip for.
  private static func nearest(to word: String, among candidates: [String]) -> String? {
    // One letter is a slip for every other letter.
    guard word.utf8.count > 1 else { return nil }
    let longer = Set(candidates.filter { $0.utf8.starts(with: word.utf8) })
    return longer.count == 1 ? longer.first : Suggestion.nearest(to: word, among: candidates)
  }

  private static func bare(_ name: String) -> String {
    String(OptionNames.folded(name).drop { $0 == "-" })
  }

  private func hint(forVerb word: String, after group: [String]) -> String {
    let verbs = verbs(after: group)
    let candidates = group.isEmpty ? verbs + ["help"] : verbs
    if let near = Self.nearest(to: word, among: candidates) {
      return "did you mean '\((group + [near]).joined(separator: " "))'?"
    }
    guard verbs.count <= listLimit else { return "'\(program) help' lists the commands" }
    return "expected one of: " + verbs.joined(separator: ", ")
  }
}
