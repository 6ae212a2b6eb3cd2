internal import CCResults
internal import CampaignStore
internal import EECore
internal import HostIO

/// An ended attempt with all that its log says.
struct AttemptReading {
  private(set) var attempt: AttemptRecord?
  private let log: LogReading
  /// What it was run with on another host.
  private var facts = Facts([])
  /// Files of declared results that are not there any more, of an attempt that is read again.
  private(set) var gone: Set<String> = []
  /// Declared results that it has no value of, in words.
  let missing: [String]

  /// Reads what the attempt left once, in constant memory.
  ///
  /// - Parameters:
  ///   - attempt: as it was recorded; nil where nothing is known of it.
  ///   - ending: the evidence of its end.
  ///   - results: what it is to leave.
  ///   - directory: where it ran; nil where nothing is to be looked for.
  ///   - isOwn: whether that directory is its experiment's alone.
  init(
    _ attempt: AttemptRecord?, _ ending: Ending, results: [ResultSpec], in directory: String?,
    isOwn: Bool
  ) {
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
    if let start = ending.start {
      attempt?.host = start.host
      attempt?.pid = Int(start.pid)
    }
    attempt?.cpuSeconds = ending.usage.cpuSeconds
    attempt?.peakMemory = ending.usage.peakMemory
    self.attempt = attempt
    log = AttemptFiles(attempt, directory: directory, isOwn: isOwn).read(results)
    missing = log.missing(of: results)
    if let attempt, attempt.place != nil {
      let path = Paths.join(attempt.directory, "facts.0")
      let text = (try? Files.start(of: path, count: 1 << 18)) ?? []
      facts = Facts(lines: String(decoding: text, as: UTF8.self))
    }
  }

  /// Reads an attempt again that was recorded, and lets its times and its end stand.
  ///
  /// - Parameters:
  ///   - attempt: as it is recorded.
  ///   - results: what it is to leave.
  ///   - directory: where it ran.
  ///   - isOwn: whether that directory is its experiment's alone.
  ///   - next: the attempt that ran after it in the same directory.
  init(
    again attempt: AttemptRecord, results: [ResultSpec], in directory: String?, isOwn: Bool,
    next: AttemptRecord?
  ) {
    self.attempt = attempt
    let files = AttemptFiles(attempt, directory: directory, isOwn: isOwn, next: next)
    log = files.read(results)
    gone = files.gone(among: results.compactMap(\.file))
    missing = log.missing(of: results)
  }

  /// What could not be read, in words.
  var problems: [String] { log.problems }

  /// Makes what was read the values of the attempt, besides those of other names that stay.
  ///
  /// - Parameters:
  ///   - store: the database.
  ///   - stays: whether an earlier value stays where nothing was found under its name.
  /// - Returns: whether they were others.
  /// - Throws: ``StoreError``.
  func replace(
    in store: CampaignStore, keeping stays: (String) -> Bool
  ) throws(StoreError) -> Bool {
    guard let attempt else { return false }
    let found = Set(log.measurements.map(\.name))
    let kept = try store.measurements(of: attempt.id).filter {
      !found.contains($0.name) && stays($0.name)
    }
    return try store.replace(
      measurements: kept + log.storedMeasurements, timers: log.storedTimers, of: attempt.id)
  }

  /// Returns the same with what became of the attempt.
  func with(_ attempt: AttemptRecord) -> AttemptReading {
    var reading = self
    reading.attempt = attempt
    return reading
  }

  /// The values of a metric in the order measured, else those of a timer.
  func values(of name: String) -> [Double] {
    let measured = log.measurements.filter { $0.name == name }
    guard measured.isEmpty else {
      let history = measured.filter { $0.step != nil }.map(\.value)
      let last = measured.last { $0.step == nil }?.value ?? .nan
      return last == history.last ? history : history + [last]
    }
    return log.timers.filter { $0.name == name }.map(\.seconds)
  }

  func record(in store: CampaignStore, run: String) throws(StoreError) {
    guard let attempt else { return }
    try store.updateAttempt(attempt)
    if !facts.isEmpty { try store.add(facts: facts.json, hash: facts.hash, to: attempt.id) }
    try log.record(in: store, attempt: attempt, run: run)
  }
}

extension AttemptRecord {
  /// Takes a start from the time of a file, which is coarser than the clock we submit by.
  mutating func noteStart(_ nanoseconds: Int64) {
    started = max(submitted, WallClock.text(nanoseconds))
  }
}

extension LogReading {
  /// The values as the database has them.
  var storedMeasurements: [CampaignStore.StoredMeasurement] {
    measurements.map {
      CampaignStore.StoredMeasurement(name: $0.name, step: $0.step, value: $0.value, unit: $0.unit)
    }
  }

  /// The timers as the database has them.
  var storedTimers: [CampaignStore.StoredTimer] {
    timers.map {
      CampaignStore.StoredTimer(
        name: $0.name, seconds: $0.seconds, status: $0.status, started: $0.start)
    }
  }

  /// Records what was measured, and what could not be read.
  func record(
    in store: CampaignStore, attempt: AttemptRecord, run: String
  ) throws(StoreError) {
    for measurement in measurements {
      try store.insertMeasurement(
        attempt: attempt.id, name: measurement.name, step: measurement.step,
        value: measurement.value, unit: measurement.unit)
    }
    for timer in timers {
      try store.insertTimer(
        attempt: attempt.id, name: timer.name, seconds: timer.seconds, status: timer.status,
        started: timer.start)
    }
    let problems = problems + (omitted > 0 ? ["\(omitted) values beyond what is kept"] : [])
    for problem in problems {
      try store.recordEvent(
        "not_read", run: run, node: attempt.node, attempt: attempt.id, detail: problem)
    }
  }
}
