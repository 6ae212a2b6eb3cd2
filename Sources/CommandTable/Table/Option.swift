/// One row of a command: an option, with every name that it answers to.
package struct Option: Sendable {
  /// The names as typed, such as `--config` and `-c`.
  package let names: [String]
  /// The word that stands for the value in the help, such as `FILE`; nil for a flag.
  package let value: String?
  /// Whether giving it more than once adds up, which only the help says.
  package let repeats: Bool
  /// What it does, in one line of the help.
  package let summary: String
  /// What the table itself does when it meets this option.
  var request: Request?

  /// What every program answers without running a command.
  enum Request: Sendable {
    case help
    case version
  }

  /// Makes an option; without a `value` it is a flag.
  package init(
    _ names: String..., value: String? = nil, repeats: Bool = false, _ summary: String
  ) {
    self.init(names: names, value: value, repeats: repeats, summary: summary)
  }

  /// Makes a flag of one name.
  package init(_ name: String, _ summary: String) {
    self.init(names: [name], summary: summary)
  }

  /// Makes a flag of two names.
  package init(_ name: String, _ other: String, _ summary: String) {
    self.init(names: [name, other], summary: summary)
  }

  init(
    names: [String], value: String? = nil, repeats: Bool = false, summary: String,
    request: Request? = nil
  ) {
    self.names = names
    self.value = value
    self.repeats = repeats
    self.summary = summary
    self.request = request
  }

  /// The options that every program has.
  static let everywhere = [
    Option(names: ["--help", "-h"], summary: "print this help", request: .help),
    Option(names: ["--version"], summary: "print the version", request: .version),
  ]

  func renamed(_ names: [String]) -> Option {
    Option(names: names, value: value, repeats: repeats, summary: summary, request: request)
  }

  /// The name that stands for the option in messages: its first long one.
  var title: String { names.first { $0.utf8.count > 2 } ?? names.first ?? "" }
}
