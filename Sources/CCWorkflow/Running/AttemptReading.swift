internal import CCResults
internal import CampaignStore
internal import HostIO

/// An ended attempt with all that its log says.
struct AttemptReading {
  let attempt: AttemptRecord?
  private let log: LogReading

  /// Reads the log once, in constant memory.
  init(_ attempt: AttemptRecord?, _ ending: Ending) {
    var attempt = attempt
    if case .exitRecord(let code) = ending.evidence { attempt?.exitCode = code }
    let ended = ending.ended ?? WallClock.now()
    attempt?.ended = WallClock.text(ended)
    if let started = ending.started {
      attempt?.noteStart(started)
      attempt?.seconds = max(0, Double(ended - started) / 1e9)
    }
    // The end has a file's time too, and never comes before the start.
    if let started = attempt?.started { attempt?.ended = max(started, WallClock.text(ended)) }
    // An ending may come before its start was reported.
    if let directory = attempt?.directory,
      case .complete(.wrapper(let host, let process, _), _) =
        AttemptEvidence(directory: directory).start()
    {
      attempt?.host = host
      attempt?.pid = Int(process.pid)
    }
    self.attempt = attempt
    var reader = LogReader()
    if let path = attempt.map({ AttemptEvidence(directory: $0.directory).logPath }) {
      _ = try? Files.read(path) { reader.consume($0) }
    }
    log = reader.finish()
  }

  func record(in store: CampaignStore) throws(StoreError) {
    guard let attempt else { return }
    try store.updateAttempt(attempt)
    for measurement in log.measurements {
      try store.insertMeasurement(
        attempt: attempt.id, name: measurement.name, step: measurement.step,
        value: measurement.value, unit: measurement.unit)
    }
    for timer in log.timers {
      try store.insertTimer(
        attempt: attempt.id, name: timer.name, seconds: timer.seconds, status: timer.status,
        started: timer.start)
    }
  }
}

extension AttemptRecord {
  /// Takes a start from the time of a file, which is coarser than the clock we submit by.
  mutating func noteStart(_ nanoseconds: Int64) {
    started = max(submitted, WallClock.text(nanoseconds))
  }
}
