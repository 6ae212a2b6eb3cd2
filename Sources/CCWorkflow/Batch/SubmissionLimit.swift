/// How many jobs may be handed over at once: a batch system takes only so many of a user's.
struct SubmissionLimit {
  private static let most = 5000
  /// Nanoseconds before it is tried again although nothing has ended.
  private static let pause: Int64 = 30_000_000_000

  private var jitter: Jitter
  private var size = most
  private var now: Int64 = 0
  private var heldUntil: Int64?

  init(_ jitter: Jitter = Jitter()) { self.jitter = jitter }

  var mostStarts: Int { heldUntil == nil ? size : 0 }

  mutating func noteTime(_ time: Int64) {
    now = time
    if let heldUntil, heldUntil <= now { self.heldUntil = nil }
  }

  /// So many were turned away because there are too many: half of them may be taken.
  mutating func noteRefusal(of count: Int) {
    size = max(1, count / 2)
    if count < 2 { heldUntil = now + Self.pause + jitter.next(of: Self.pause) }
  }

  mutating func noteSuccess() { size = min(Self.most, 2 * size) }

  /// There is room for another one.
  mutating func noteEnd() { heldUntil = nil }
}
