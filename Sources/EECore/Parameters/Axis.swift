/// A named thing that varies, with the values it takes.
package struct Axis: Hashable, Sendable {
  /// What its values are there for.
  package enum Role: Hashable, Sendable {
    /// Part of what an experiment is.
    case swept
    /// Part of it too; statistics are taken over its values.
    case repetition
    /// Follows from the others.
    case derived
  }

  package let name: String
  /// - Shape: in the order written; never empty for what is swept.
  package private(set) var values: [ParameterValue]
  package let position: SourcePosition
  package let role: Role

  package init(
    name: String, values: [ParameterValue], at position: SourcePosition, role: Role = .swept
  ) {
    self.name = name
    self.values = values
    self.position = position
    self.role = role
  }

  package init(
    name: String, values: [ParameterValue], at position: SourcePosition, isRepeat: Bool
  ) {
    self.init(name: name, values: values, at: position, role: isRepeat ? .repetition : .swept)
  }

  mutating func append(_ value: ParameterValue) { values.append(value) }

  /// Whether its values are repetitions that statistics are taken over.
  package var isRepeat: Bool { role == .repetition }
  /// Whether its values are no part of what an experiment is.
  package var isDerived: Bool { role == .derived }
}
