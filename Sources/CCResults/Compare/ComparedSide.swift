/// Which attempts one side of a comparison is: `FILE`, `FILE@RUN`, `FILE:host=NAME,where=EXPRESSION`.
package struct ComparedSide: Hashable, Sendable {
  /// What cannot be read as a side, in words.
  package struct Problem: Error, Hashable, Sendable {
    package let message: String
  }

  /// As the user wrote it.
  package let text: String
  package let file: String
  /// A run, or `all`; nil where nobody said which.
  package let run: String?
  /// What its rows have to be: `host`, `node`, `commit`, a parameter or a fact.
  package let choices: [NamedText]
  /// A condition over parameters.
  package let condition: String?

  /// Reads a side; where a file has such signs in its name, the longest name of a file counts.
  package init(_ text: String, isFile: (String) -> Bool) throws(Problem) {
    let (file, rest) = ComparedSide.split(text, isFile: isFile)
    var selection = rest
    var run: String?
    if selection.first == "@" {
      run = String(selection.dropFirst().prefix { $0 != ":" })
      selection = selection.dropFirst().drop { $0 != ":" }
      if run == "" { throw Problem(message: "'\(text)' names no run behind @") }
    }
    var choices: [NamedText] = []
    var condition: String?
    var parts = selection.dropFirst()
    while !parts.isEmpty {
      if parts.hasPrefix("where=") {
        condition = String(parts.dropFirst("where=".count))
        break
      }
      let part = parts.prefix { $0 != "," }
      guard let sign = part.firstIndex(of: "="), sign > part.startIndex else {
        throw Problem(
          message: "'\(part)' in '\(text)' chooses nothing, expected NAME=VALUE, such as host=a or "
            + "where=epochs > 4")
      }
      choices.append(NamedText(String(part[..<sign]), String(part[part.index(after: sign)...])))
      parts = parts.dropFirst(part.count + 1)
    }
    self.text = text
    self.file = file
    self.run = run
    self.choices = choices
    self.condition = condition
  }

  private static func split(
    _ text: String, isFile: (String) -> Bool
  ) -> (file: String, rest: Substring) {
    if isFile(text) { return (text, "") }
    let signs = text.indices.filter { text[$0] == "@" || text[$0] == ":" }
    let end =
      signs.last { isFile(String(text[..<$0])) } ?? signs.first ?? text.endIndex
    return (String(text[..<end]), text[end...])
  }

  /// Whether it is about all runs of its database: it chooses among them, or says so.
  package var isOfAllRuns: Bool {
    run == "all" || run == nil && (!choices.isEmpty || condition != nil)
  }
}
