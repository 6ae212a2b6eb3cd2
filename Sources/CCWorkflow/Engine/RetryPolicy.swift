/// Why an attempt did not end well.
package enum FailureCause: String, Sendable, CaseIterable {
  case exit
  case signal
  case timeout
  case oom
  case nodeFail = "node_fail"
  case preempted
  case lost
  /// It could not be started.
  case launch
  /// Its exit code was zero, but the condition for its success does not hold.
  case success
}

/// Which attempts are followed by another one, when, and with how much more.
package struct RetryPolicy: Hashable, Sendable {
  /// The longest that a retry is put off.
  private static let longestDelay = 3600 * Span.second

  /// Attempts beyond the first.
  package let max: Int
  package let causes: Set<FailureCause>
  /// Nanoseconds before the first retry; twice as long before each further one.
  package let delay: Int64
  /// Each retry has so many times the memory of the attempt before.
  package let memoryFactor: Double
  /// Each retry may run so many times as long as the attempt before.
  package let timeFactor: Double

  package init(
    max: Int, causes: Set<FailureCause>, delay: Int64 = 0, memoryFactor: Double = 1,
    timeFactor: Double = 1
  ) {
    self.max = max
    self.causes = causes
    self.delay = delay
    self.memoryFactor = memoryFactor
    self.timeFactor = timeFactor
  }

  /// Returns the nanoseconds to wait before a retry, counted from one; an hour at most.
  package func delay(before retry: Int) -> Int64 {
    guard delay > 0 else { return 0 }
    guard (1...42).contains(retry), delay < Self.longestDelay >> (retry - 1) else {
      return Self.longestDelay
    }
    return delay << (retry - 1)
  }

  /// Returns what is said of a job that waits for a retry.
  func note(_ retry: Int, after delay: Int64, _ cause: String) -> String {
    let time = delay > 0 ? " in \(Span.text(delay))" : ""
    return "retry \(retry) of \(max)\(time): \(cause)"
  }

  /// Returns why the attempt before a retry did not end well, from what was said of the retry.
  static func cause(fromNote note: String) -> String {
    guard note.hasPrefix("retry "), let colon = note.firstIndex(of: ":") else { return note }
    return String(note[colon...].dropFirst(2))
  }

  func memory(_ bytes: Int, after retries: Int) -> Int {
    Int(Span.product(Int64(bytes), power(memoryFactor, retries)))
  }

  func limit(_ span: Int64, after retries: Int) -> Int64 {
    Span.product(span, power(timeFactor, retries))
  }

  private func power(_ factor: Double, _ exponent: Int) -> Double {
    (0..<Swift.min(Swift.max(0, exponent), 1000)).reduce(1) { product, _ in product * factor }
  }
}
