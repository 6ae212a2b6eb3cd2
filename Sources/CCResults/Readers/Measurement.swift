/// One number that a job reported.
package struct Measurement: Hashable, Sendable {
  /// Dotted where the job reported a structure: `training.accuracy`.
  package let name: String
  /// Always finite.
  package let value: Double
  package let unit: String?
  /// The step or epoch of a value within its series; nil for the value that stands for the name.
  package let step: Int?

  /// A value of a series at its step.
  struct Point: Hashable, Sendable {
    let step: Int
    let value: Double
  }

  package init(name: String, value: Double, unit: String? = nil, step: Int? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.step = step
  }
}
