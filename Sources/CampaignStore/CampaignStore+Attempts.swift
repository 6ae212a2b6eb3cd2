// Attempts and what they measured.
extension CampaignStore {
  /// Records the intent to start an attempt; committed before anything is started.
  ///
  /// `facts` are the hashes of what it is started with, as a JSON array.
  package func insertAttempt(
    _ attempt: AttemptRecord, run: String, facts: String? = nil
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO attempts (id, node, number, directory, state, boot, neighbours, input, submitted,
        cpus, memory, gpu, processors, place, facts)
      SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM nodes WHERE run = ? AND name = ?
      """,
      [
        .text(attempt.id), .int(attempt.number), .text(recorded(attempt.directory)),
        .text(attempt.state.rawValue), .text(attempt.boot), .int(attempt.neighbours),
        SQLValue(attempt.input), .text(attempt.submitted), SQLValue(attempt.cpus),
        SQLValue(attempt.memory), SQLValue(attempt.gpu), SQLValue(attempt.processors),
        SQLValue(attempt.place), SQLValue(facts), .text(run),
        .text(attempt.node),
      ])
    try recordFiles(of: attempt.node, run: run)
  }

  /// Records what a node's experiment has been generated as: what its attempt begins with.
  private func recordFiles(of node: String, run: String) throws(StoreError) {
    var found: (id: Int, content: Int)?
    try connection.query(
      """
      SELECT n.id, e.files FROM nodes n JOIN experiments e
        ON e.identifier = substr(n.name, length(n."group") + 2) AND e.uuid = n.uuid
      WHERE n.run = ? AND n.name = ? ORDER BY e.id LIMIT 1
      """, [.text(run), .text(node)]
    ) { (row: Row) throws(StoreError) in
      found = (row.int(0), FilesText.content(of: row.lent(1)))
    }
    guard let found else { return }
    try connection.run(
      "UPDATE nodes SET files = ? WHERE id = ?", [.int(found.content), .int(found.id)])
  }

  package func updateAttempt(_ attempt: AttemptRecord) throws(StoreError) {
    try connection.run(
      """
      UPDATE attempts SET state = ?, cause = ?, host = ?, pid = ?, exit_code = ?, killed = ?,
        failure = ?, started = ?, ended = ?, seconds = ?, cpu_seconds = ?, peak_memory = ?
      WHERE id = ?
      """,
      [
        .text(attempt.state.rawValue), SQLValue(attempt.cause), SQLValue(attempt.host),
        SQLValue(attempt.pid), SQLValue(attempt.exitCode), .int(attempt.isKilled ? 1 : 0),
        SQLValue(attempt.failure), SQLValue(attempt.started), SQLValue(attempt.ended),
        SQLValue(attempt.seconds), SQLValue(attempt.cpuSeconds), SQLValue(attempt.peakMemory),
        .text(attempt.id),
      ])
  }

  /// Returns the newest attempt of each node that has one, by node.
  package func latestAttempts(of run: String) throws(StoreError) -> [String: AttemptRecord] {
    let attempts = try attempts("n.run = ?", [.text(run)])
    return Dictionary(attempts.map { ($0.node, $0) }) { $0.number < $1.number ? $1 : $0 }
  }

  /// Returns all attempts at the nodes of a run that have ended, in no order.
  package func endedAttempts(of run: String) throws(StoreError) -> [AttemptRecord] {
    try attempts("n.run = ? AND n.present AND a.ended IS NOT NULL", [.text(run)])
  }

  /// Returns the attempts of a condition; nodes are `n` there.
  func attempts(
    _ condition: String, _ values: [SQLValue]
  ) throws(StoreError) -> [AttemptRecord] {
    try connection.rows("\(AttemptRecord.selection(version)) WHERE \(condition)", values) {
      AttemptRecord($0, directory: absolute(recorded: $0.text(3)))
    }
  }

  package func insertMeasurement(
    attempt: String, name: String, step: Int?, value: Double, unit: String?
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO measurements (attempt, name, step, value, unit) VALUES (?, ?, ?, ?, ?)",
      [.text(attempt), .text(name), SQLValue(step), .double(value), SQLValue(unit)])
  }

  package func insertTimer(
    attempt: String, name: String, seconds: Double, status: String?, started: String?
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO timers (attempt, name, seconds, status, started) VALUES (?, ?, ?, ?, ?)",
      [.text(attempt), .text(name), .double(seconds), SQLValue(status), SQLValue(started)])
  }
}

extension AttemptRecord {
  /// Returns the selection of the columns that a row is read from, in a version of the tables.
  static func selection(_ version: Int) -> String {
    let since3 =
      version < 3
      ? "NULL, NULL, NULL, NULL, NULL, NULL, NULL"
      : "a.failure, a.cpus, a.memory, a.processors, a.place, a.cpu_seconds, a.peak_memory"
    return """
      SELECT a.id, n.name, a.number, a.directory, a.state, a.boot, a.neighbours, a.input,
        a.submitted, a.killed, a.cause, a.host, a.pid, a.exit_code, a.started, a.ended, a.seconds,
        a.gpu, \(since3)
      FROM attempts a JOIN nodes n ON n.id = a.node
      """
  }

  init(_ row: Row, directory: String) {
    self.init(
      id: row.text(0), node: row.text(1), number: row.int(2), directory: directory,
      state: JobState(rawValue: row.text(4)) ?? .lost, boot: row.text(5),
      neighbours: row.int(6), input: row.optionalText(7), submitted: row.text(8),
      isKilled: row.int(9) != 0, cpus: row.optionalInt(19), memory: row.optionalInt(20),
      gpu: row.optionalText(17), processors: row.optionalText(21), place: row.optionalText(22))
    failure = row.optionalText(18)
    cause = row.optionalText(10)
    host = row.optionalText(11)
    pid = row.optionalInt(12)
    exitCode = row.optionalInt(13)
    started = row.optionalText(14)
    ended = row.optionalText(15)
    seconds = row.optionalDouble(16)
    cpuSeconds = row.optionalDouble(23)
    peakMemory = row.optionalInt(24)
  }
}
