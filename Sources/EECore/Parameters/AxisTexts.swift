/// The text of each value of an axis; on short axes each is made only once.
///
/// - Cost: a class, because copies of it are made for each experiment.
package final class AxisTexts: Sendable {
  /// Longer axes are not worth their memory.
  private static let limit = 4096

  private let values: [ParameterValue]
  private let text: @Sendable (ParameterValue) -> [UInt8]
  private let made: [[UInt8]]

  package init(_ axis: Axis, _ text: @escaping @Sendable (ParameterValue) -> [UInt8]) {
    values = axis.values
    self.text = text
    made = axis.values.count <= Self.limit ? axis.values.map(text) : []
  }

  /// The text of the value with this number.
  package subscript(value: Int) -> [UInt8] { made.isEmpty ? text(values[value]) : made[value] }
}
