internal import HostIO

// Experiments that ran without us.
extension CampaignStore {
  /// Returns the database for what is in a directory: one beside it whose campaign is there, else
  /// one that has its name.
  package static func database(ofExperimentsIn directory: String) -> String {
    let place = Paths.real(directory)
    let parent = Paths.directory(of: place)
    for name in ((try? Directories.names(in: parent)) ?? []).sorted() where name.hasSuffix(".db") {
      let path = Paths.join(parent, name)
      guard let store = try? CampaignStore(path, .readOnly),
        let places = try? store.campaignPlaces()
      else { continue }
      if places.values.contains(where: { Paths.real($0.directory) == place }) { return path }
    }
    return place + ".db"
  }

  /// An experiment as its directory says.
  package struct CollectedExperimentRecord: Hashable, Sendable {
    let point: Int
    let identifier: String
    let uuid: String
    /// JSON object, in the order of the file.
    let parameters: String

    package init(point: Int, identifier: String, uuid: String, parameters: String) {
      self.point = point
      self.identifier = identifier
      self.uuid = uuid
      self.parameters = parameters
    }
  }

  /// One attempt that is known by what it left.
  package struct CollectedAttempt: Hashable, Sendable {
    let id: String
    let directory: String
    let state: JobState
    let cause: String?
    let host: String?
    let exitCode: Int?
    /// When its output was written last.
    let ended: String

    package init(
      id: String, directory: String, state: JobState, cause: String?, host: String?,
      exitCode: Int?, ended: String
    ) {
      self.id = id
      self.directory = directory
      self.state = state
      self.cause = cause
      self.host = host
      self.exitCode = exitCode
      self.ended = ended
    }
  }

  /// Records what was collected in one place, in one transaction, as a run that nobody can go on with.
  package func collecting(
    run: String, campaign: String, directory: String, axes: String,
    _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    let now = WallClock.text(WallClock.now())
    try connection.transaction { () throws(StoreError) in
      try connection.execute(Schema.uuidIndex)
      try connection.run(
        "INSERT OR IGNORE INTO campaigns (name, file, base, directory, axes) VALUES (?, '', '.', ?, ?)",
        [.text(campaign), .text(recorded(directory)), .text(axes)])
      try connection.run(
        """
        INSERT INTO runs (id, workflow, file, state, created, ended)
        VALUES (?1, ?2, ?3, 'collected', ?4, ?4) ON CONFLICT (id) DO UPDATE SET ended = ?4
        """, [.text(run), .text("\(campaign) (collected)"), .text(directory), .text(now)])
      try connection.run(
        """
        INSERT INTO nodes (run, name, kind, state, progress) VALUES (?, ?, 'group', 'unverified', 0)
        ON CONFLICT (run, name) DO NOTHING
        """, [.text(run), .text(campaign)])
      try body()
      let states = try connection.rows(
        "SELECT DISTINCT state FROM nodes WHERE run = ? AND kind = 'job'", [.text(run)]
      ) { $0.text(0) }
      // A group is no better than the least of its members.
      let order = ["failed", "cancelled", "ready", "unverified", "done"]
      let state = order.first { states.contains($0) } ?? "ready"
      try connection.run(
        "UPDATE nodes SET state = ? WHERE run = ? AND kind = 'group'", [.text(state), .text(run)])
    }
  }

  /// Records an experiment and its node.
  ///
  /// - Returns: why it was passed over; nil where it was not.
  package func record(
    collected experiment: CollectedExperimentRecord, campaign: String, run: String
  ) throws(StoreError) -> String? {
    let known = try connection.rows(
      "SELECT uuid FROM experiments WHERE campaign = ? AND identifier = ?",
      [.text(campaign), .text(experiment.identifier)]
    ) { $0.text(0) }.first
    if let known, known != experiment.uuid {
      return "its uuid is \(experiment.uuid), and \(known) in the database: it was generated anew"
    }
    if known == nil {
      try connection.run(
        """
        INSERT INTO experiments (campaign, point, identifier, uuid, parameters)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
          .text(campaign), .int(experiment.point), .text(experiment.identifier),
          .text(experiment.uuid), .text(experiment.parameters),
        ])
    }
    try connection.run(
      """
      INSERT INTO nodes (run, name, kind, "group", state, progress, uuid)
      VALUES (?, ?, 'job', ?, 'ready', 0, ?) ON CONFLICT (run, name) DO NOTHING
      """,
      [
        .text(run), .text("\(campaign)/\(experiment.identifier)"), .text(campaign),
        .text(experiment.uuid),
      ])
    return nil
  }

  /// Records an attempt with what it measured, or brings it up to date.
  ///
  /// Attempts come in the order in which they ran: the state of the last one is that of the node.
  package func record(
    collected attempt: CollectedAttempt, run: String, node: String,
    measurements: [StoredMeasurement], timers: [StoredTimer]
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO attempts (id, node, number, directory, state, cause, host, exit_code, submitted,
        ended)
      SELECT ?1, n.id, 1 + (SELECT count(*) FROM attempts WHERE node = n.id), ?2, ?3, ?4, ?5, ?6,
        ?7, ?7
      FROM nodes n WHERE n.run = ?8 AND n.name = ?9
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, cause = excluded.cause,
        host = excluded.host, exit_code = excluded.exit_code, ended = excluded.ended
      WHERE excluded.state <> 'unverified'
      """,
      [
        .text(attempt.id), .text(recorded(attempt.directory)), .text(attempt.state.rawValue),
        SQLValue(attempt.cause), SQLValue(attempt.host), SQLValue(attempt.exitCode),
        .text(attempt.ended), .text(run), .text(node),
      ])
    _ = try replace(measurements: measurements, timers: timers, of: attempt.id)
    // What Slurm once said of an attempt stays, also when Slurm has forgotten it.
    try connection.run(
      """
      UPDATE nodes SET (state, cause) =
        (SELECT state, cause FROM attempts WHERE node = nodes.id ORDER BY number DESC LIMIT 1)
      WHERE run = ? AND name = ?
      """, [.text(run), .text(node)])
  }
}
