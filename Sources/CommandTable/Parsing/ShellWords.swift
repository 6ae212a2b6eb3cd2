/// Splits the shell lines of examples into words; quotes group, nothing is expanded.
enum ShellWords {
  /// Returns the words of each simple command of a line, without redirections.
  static func commands(in line: String) -> [[String]] {
    var commands: [[String]] = [[]]
    var isRedirection = false
    for word in words(in: line) {
      switch word {
      case "|", "||", "&&", ";", "&":
        commands.append([])
        isRedirection = false
      case ">", ">>", "<", "2>":
        isRedirection = true
      case _ where isRedirection:
        isRedirection = false
      default:
        commands[commands.count - 1].append(word)
      }
    }
    return commands.filter { !$0.isEmpty }
  }

  private static func words(in line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
