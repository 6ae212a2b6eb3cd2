/// A named thing that varies, with the values it takes.
package struct Axis: Hashable, Sendable {
  package let name: String
  /// - Shape: never empty, in the order written.
  package let values: [ParameterValue]
  package let position: SourcePosition
  /// Whether its values are repetitions that statistics are taken over.
  package let isRepeat: Bool

  package init(
    name: String, values: [ParameterValue], at position: SourcePosition, isRepeat: Bool = false
  ) {
    self.name = name
    self.values = values
    self.position = position
    self.isRepeat = isRepeat
  }
}
