package import EECore

// What jobs are to leave, and replacing what was read of it.
extension CampaignStore {
  /// Returns the results that a node, or a group's members, are to leave.
  package func results(of node: String, run: String) throws(StoreError) -> [ResultSpec] {
    guard version >= 5 else { return [] }
    let texts = try connection.rows(
      "SELECT results FROM nodes WHERE run = ? AND name = ?", [.text(run), .text(node)]
    ) { $0.optionalText(0) }
    return ResultSpec.results(in: texts.first ?? nil)
  }

  /// Returns what all nodes of a run declare, each name once.
  package func declaredResults(of run: String) throws(StoreError) -> [ResultSpec] {
    guard version >= 5 else { return [] }
    var seen: Set<String> = []
    return try connection.rows(
      "SELECT results FROM nodes WHERE run = ? AND results IS NOT NULL AND present ORDER BY id",
      [.text(run)]
    ) { ResultSpec.results(in: $0.optionalText(0)) }
    .flatMap { $0 }.filter { seen.insert($0.name).inserted }
  }

  /// Records what a node, or a group's members, are to leave.
  package func record(
    results: [ResultSpec], of node: String, run: String
  ) throws(StoreError) {
    let text = results.isEmpty ? SQLValue.null : .text(ResultSpec.text(of: results))
    try connection.run(
      "UPDATE nodes SET results = ?1 WHERE run = ?2 AND name = ?3 AND results IS NOT ?1",
      [text, .text(run), .text(node)])
  }

  /// A measured value as it is stored.
  package struct StoredMeasurement: Hashable, Sendable {
    package let name: String
    package let step: Int?
    package let value: Double
    package let unit: String?

    package init(name: String, step: Int?, value: Double, unit: String?) {
      self.name = name
      self.step = step
      self.value = value
      self.unit = unit
    }
  }

  /// A timer as it is stored.
  package struct StoredTimer: Hashable, Sendable {
    package let name: String
    package let seconds: Double
    package let status: String?
    package let started: String?

    package init(name: String, seconds: Double, status: String?, started: String?) {
      self.name = name
      self.seconds = seconds
      self.status = status
      self.started = started
    }
  }

  /// Returns the values of an attempt in the order recorded.
  package func measurements(of attempt: String) throws(StoreError) -> [StoredMeasurement] {
    try connection.rows(
      "SELECT name, step, value, unit FROM measurements WHERE attempt = ? ORDER BY rowid",
      [.text(attempt)]
    ) {
      StoredMeasurement(
        name: $0.text(0), step: $0.optionalInt(1), value: $0.optionalDouble(2) ?? 0,
        unit: $0.optionalText(3))
    }
  }

  /// Makes these the values of an attempt, called within a transaction of the owner.
  ///
  /// - Returns: whether they were others.
  package func replace(
    measurements: [StoredMeasurement], timers: [StoredTimer], of attempt: String
  ) throws(StoreError) -> Bool {
    let earlier = try self.measurements(of: attempt)
    let earlierTimers = try connection.rows(
      "SELECT name, seconds, status, started FROM timers WHERE attempt = ? ORDER BY rowid",
      [.text(attempt)]
    ) {
      StoredTimer(
        name: $0.text(0), seconds: $0.optionalDouble(1) ?? 0, status: $0.optionalText(2),
        started: $0.optionalText(3))
    }
    guard earlier != measurements || earlierTimers != timers else { return false }
    try connection.run("DELETE FROM measurements WHERE attempt = ?", [.text(attempt)])
    try connection.run("DELETE FROM timers WHERE attempt = ?", [.text(attempt)])
    for value in measurements {
      try insertMeasurement(
        attempt: attempt, name: value.name, step: value.step, value: value.value, unit: value.unit)
    }
    for timer in timers {
      try insertTimer(
        attempt: attempt, name: timer.name, seconds: timer.seconds, status: timer.status,
        started: timer.started)
    }
    return true
  }

  /// Makes a group's state follow from its members', once these have changed.
  package func settle(group: String, run: String) throws(StoreError) {
    let counts = try connection.rows(
      """
      SELECT count(*), sum(state = 'done'), sum(state = 'failed'),
        sum(state IN ('ready', 'waiting', 'submitted', 'running'))
      FROM nodes WHERE run = ? AND "group" = ? AND present
      """, [.text(run), .text(group)]
    ) { (all: $0.int(0), done: $0.int(1), failed: $0.int(2), open: $0.int(3)) }.first
    guard let counts, counts.open == 0 else { return }
    if counts.done == counts.all {
      try recordNode(group, run: run, state: .done, cause: nil, progress: 100)
    } else if counts.failed > 0 {
      try recordNode(
        group, run: run, state: .failed, cause: "\(counts.failed) of \(counts.all) failed",
        progress: 0)
    }
  }
}
