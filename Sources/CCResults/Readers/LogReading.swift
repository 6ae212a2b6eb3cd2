/// What a job's output says about it.
package struct LogReading: Hashable, Sendable {
  package var progress: ProgressLine?
  /// In the order of the output; each distinct row once.
  package var timers: [TimerReading] = []
  /// By name in order of appearance: the points of a series, then the value of the name itself.
  package var measurements: [Measurement] = []
  /// What declared results were found to be, of those that were looked for.
  var results: [String: PickedValues] = [:]
  /// What could not be read, in words.
  package var problems: [String] = []
  /// Rows and values beyond what is kept: 100,000 timers, 1,000,000 values.
  package var omitted = 0
}
