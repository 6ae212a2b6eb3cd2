/// What is known of the timers of one name.
struct Timer: Sendable {
  let name: String
  /// When the latest interval began, in UTC.
  private(set) var start = ""
  /// `ok` or `failed`; `None` while it runs.
  private(set) var status = "None"
  private var begun: ContinuousClock.Instant?
  private var latest = Duration.zero
  private var total = Duration.zero

  init(_ name: String) { self.name = name }

  mutating func begin() {
    start = Machine.timeOfDay()
    status = "None"
    begun = .now
  }

  mutating func end(succeeded: Bool) {
    guard let begun else { return }
    latest = begun.duration(to: .now)
    total += latest
    status = succeeded ? "ok" : "failed"
    self.begun = nil
  }

  /// Takes up an interval that was measured apart.
  mutating func add(_ interval: Timer) {
    start = interval.start
    status = interval.status
    latest = interval.latest
    total += interval.latest
    begun = nil
  }

  var seconds: Double { Timer.seconds(running ?? latest) }

  var sum: Double { Timer.seconds(total + (running ?? .zero)) }

  private var running: Duration? { begun?.duration(to: .now) }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  /// Returns seconds with three digits.
  static func text(_ seconds: Double) -> String {
    let milliseconds = Int64((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
