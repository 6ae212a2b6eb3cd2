internal import CampaignStore
internal import HostIO

/// The clock that limits and delays are counted by: never set back, unlike that of the records.
struct RunClock {
  /// What the clock of the records was ahead of ours when the runner began.
  private let offset: Int64

  init() { offset = WallClock.now() - WallClock.monotonic() }

  /// Nanoseconds of our clock.
  func now() -> Int64 { WallClock.monotonic() }

  /// Returns when an attempt that is under way was started, by our clock; never in the future.
  func start(of attempt: AttemptRecord) -> Int64? {
    guard attempt.state.isActive, let text = attempt.started,
      let time = WallClock.nanoseconds(of: text)
    else { return nil }
    return min(now(), time - offset)
  }
}
