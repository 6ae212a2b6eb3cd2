/// Which of two values of a result is the better one.
package enum Goal: String, Hashable, Sendable, CaseIterable {
  case minimize
  case maximize

  func isBetter(_ first: Double, than second: Double) -> Bool {
    self == .minimize ? first < second : first > second
  }
}

/// What a user said about a result: its unit, and which values are good.
package struct ResultDeclaration: Hashable, Sendable {
  /// Of a metric or a timer.
  package let name: String
  package let unit: String?
  package let goal: Goal?

  package init(_ name: String, unit: String? = nil, goal: Goal? = nil) {
    self.name = name
    self.unit = unit
    self.goal = goal
  }
}

/// What is known about how an attempt ran, such as `gpu.driver` and `code.commit`.
package struct FactSet: Hashable, Sendable {
  package let facts: [NamedText]

  package init(_ facts: [NamedText]) { self.facts = facts }

  subscript(name: String) -> String? { facts.first { $0.name == name }?.value }
}
