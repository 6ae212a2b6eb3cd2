/// One row of a command: what it takes beside its options.
package struct Operand: Sendable {
  /// How many words an operand stands for.
  package enum Count: Sendable {
    case one
    case optional
    case any
    case oneOrMore
  }

  /// The word that stands for it in the help, such as `DIRECTORY`.
  package let name: String
  /// How many may be given.
  package let count: Count
  /// What it is, in one line of the help.
  package let summary: String

  /// Makes an operand.
  package init(_ name: String, _ count: Count, _ summary: String) {
    self.name = name
    self.count = count
    self.summary = summary
  }

  /// Makes an operand that stands for one word.
  package init(_ name: String, _ summary: String) {
    self.init(name, .one, summary)
  }

  /// The operand as a usage line shows it.
  var label: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name)...]"
    case .oneOrMore: "\(name)..."
    }
  }

  var isRequired: Bool { count == .one || count == .oneOrMore }
  var isUnlimited: Bool { count == .any || count == .oneOrMore }
}
