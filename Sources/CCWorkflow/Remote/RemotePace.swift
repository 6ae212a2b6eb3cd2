/// When a host is asked next: often where something has just changed, rarely where it does not
/// answer.
struct RemotePace {
  private static let longestPause: Int64 = 60_000_000_000

  private let shortest: Int64
  private let longest: Int64
  private let firstPause: Int64
  private var jitter: Jitter
  private var interval: Int64
  private var pause: Int64 = 0
  /// Before it nothing is asked, by the clock of the run.
  private(set) var earliest: Int64 = 0
  /// When it is asked without a special reason.
  private(set) var next: Int64 = 0

  /// Begins with nanoseconds between two questions, and after the first that was not answered.
  init(
    shortest: Int64 = 250_000_000, longest: Int64 = 1_000_000_000,
    firstPause: Int64 = 1_000_000_000, jitter: Jitter = Jitter()
  ) {
    self.shortest = shortest
    self.longest = longest
    self.firstPause = firstPause
    self.jitter = jitter
    interval = shortest
  }

  /// It has answered.
  mutating func noteAnswer(hasChanged: Bool, at now: Int64) {
    pause = 0
    earliest = now
    interval = hasChanged ? shortest : min(longest, interval + interval / 2)
    next = now + interval
  }

  /// It has not: the pause doubles each time.
  mutating func noteFailure(at now: Int64) {
    pause = pause == 0 ? firstPause : min(Self.longestPause, 2 * pause)
    earliest = now + pause + jitter.next(of: pause)
    next = earliest
    interval = shortest
  }

  /// Lets even what is urgent wait until it is asked anyway.
  mutating func rest() { earliest = next }

  /// Something is about to change there.
  mutating func hasten() { interval = shortest }

  /// Lets it be asked at once.
  mutating func skipPause() { (earliest, next) = (0, 0) }
}
