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

  /// Returns when a job that waits for its next attempt may start; never later than if its last one
  /// had ended just now.
  func retry(of node: NodeRecord, _ job: JobSpec?, after attempt: AttemptRecord) -> Int64? {
    guard node.state == .waiting, node.retries > 0, let policy = job?.retry,
      let ended = attempt.ended.flatMap(WallClock.nanoseconds(of:))
    else { return nil }
    return min(now(), ended - offset) + policy.delay(before: node.retries)
  }
}
