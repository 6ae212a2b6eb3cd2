/// What a job's output says about it.
package struct LogReading: Hashable, Sendable {
  package let progress: ProgressLine?
  /// In the order of the output; each distinct row once.
  package let timers: [TimerReading]
  /// By name in order of appearance: the points of a series, then the value of the name itself.
  package let measurements: [Measurement]
  /// Rows and values beyond what is kept: 100,000 timers, 1,000,000 values.
  package let omitted: Int
}
