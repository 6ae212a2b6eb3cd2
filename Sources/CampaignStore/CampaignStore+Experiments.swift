package import EECore

// Experiments as they were generated.
extension CampaignStore {
  /// A generated file as it was when we wrote it.
  package struct FileRecord: Hashable, Sendable {
    package let name: String
    package let fingerprint: String
    package let size: Int
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(name: String, fingerprint: String, size: Int, modified: Int64) {
      self.name = name
      self.fingerprint = fingerprint
      self.size = size
      self.modified = modified
    }
  }

  /// An experiment as the database knows it.
  package struct ExperimentRecord: Hashable, Sendable {
    package let id: Int
    package let point: Int
    package let uuid: String
    /// JSON, in axis order.
    package let parameters: String
    package internal(set) var files: [FileRecord] = []

    /// Whether recording the experiment would change nothing.
    package func agrees(with experiment: Experiment) -> Bool {
      point == experiment.point && uuid == experiment.uuid && parameters == experiment.parameters
    }
  }

  /// Records a campaign.
  ///
  /// - Parameters:
  ///   - plan: the campaign.
  ///   - file: its sweep file, as the user named it.
  ///   - directory: of its experiments, as seen from the base.
  ///   - base: the place for all that is written; nil for the database's own directory.
  /// - Throws: ``StoreError`` where the database refuses it.
  package func record(
    campaign plan: CampaignPlan, file: String, directory: String, base: String? = nil
  ) throws(StoreError) {
    let axes = JSONValue.array(
      plan.space.axes.filter { !$0.isDerived }.map {
        .object([.init("name", .string($0.name)), .init("repeat", .bool($0.isRepeat))])
      })
    try connection.run(
      """
      INSERT INTO campaigns (name, file, base, directory, axes) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET file = excluded.file, base = excluded.base,
        directory = excluded.directory, axes = excluded.axes
      """,
      [
        .text(plan.name), .text(file), SQLValue(base.map(seenFromHere)), .text(directory),
        .text(JSONWriter.text(axes)),
      ])
  }

  /// Records an experiment; its place may have moved since the last time.
  ///
  /// - Returns: its row.
  package func record(
    _ experiment: Experiment, campaign: String
  ) throws(StoreError) -> Int {
    let values: [SQLValue] = [
      .int(experiment.point), .text(experiment.uuid), .text(experiment.parameters),
      .text(campaign), .text(experiment.identifier),
    ]
    // Two plain statements cost half of one with ON CONFLICT and RETURNING, which makes SQLite
    // fill a table of its own for each row.
    try connection.run(
      """
      INSERT OR IGNORE INTO experiments (point, uuid, parameters, campaign, identifier)
      VALUES (?, ?, ?, ?, ?)
      """, values)
    guard connection.changes == 0 else { return connection.lastRowID }
    try connection.run(
      """
      UPDATE experiments SET point = ?, uuid = ?, parameters = ?
      WHERE campaign = ? AND identifier = ?
      """, values)
    return try experiments(named: [experiment.identifier], campaign: campaign)
      .first?.value.id ?? 0
  }

  package func record(_ file: FileRecord, ofExperiment id: Int) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO files (experiment, name, fingerprint, size, modified) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (experiment, name) DO UPDATE SET fingerprint = excluded.fingerprint,
        size = excluded.size, modified = excluded.modified
      """,
      [
        .int(id), .text(file.name), .text(file.fingerprint), .int(file.size),
        .int(Int(file.modified)),
      ])
  }

  /// Returns those of the experiments that are recorded, with their files, by identifier.
  ///
  /// - Cost: one query, however many there are.
  package func experiments(
    named identifiers: [String], campaign: String
  ) throws(StoreError) -> [String: ExperimentRecord] {
    var found: [String: ExperimentRecord] = Dictionary(minimumCapacity: identifiers.count)
    try connection.query(
      """
      SELECT e.identifier, e.id, e.point, e.uuid, e.parameters,
        f.name, f.fingerprint, f.size, f.modified
      FROM experiments e LEFT JOIN files f ON f.experiment = e.id
      WHERE e.campaign = ? AND e.identifier IN (SELECT value FROM json_each(?))
      """,
      [.text(campaign), .text(JSONWriter.text(.array(identifiers.map(JSONValue.string))))]
    ) { (row: Row) throws(StoreError) in
      let identifier = row.text(0)
      var record =
        found.removeValue(forKey: identifier)
        ?? ExperimentRecord(
          id: row.int(1), point: row.int(2), uuid: row.text(3), parameters: row.text(4))
      if let name = row.optionalText(5) {
        record.files.append(
          FileRecord(
            name: name, fingerprint: row.text(6), size: row.int(7), modified: Int64(row.int(8))))
      }
      found[identifier] = record
    }
    return found
  }

  /// Returns how many experiments of a campaign are recorded.
  package func experimentCount(campaign: String) throws(StoreError) -> Int {
    try connection.rows(
      "SELECT count(*) FROM experiments WHERE campaign = ?", [.text(campaign)]
    ) { $0.int(0) }.first ?? 0
  }
}

extension CampaignStore {
  /// A node that is submitted or running.
  package struct ActiveNode: Hashable, Sendable {
    package let run: String
    package let name: String

    package init(run: String, name: String) {
      self.run = run
      self.name = name
    }
  }

  /// Returns the nodes that are submitted or running, by the uuid of their experiment.
  package func activeNodes() throws(StoreError) -> [String: ActiveNode] {
    let nodes = try connection.rows(
      """
      SELECT uuid, run, name FROM nodes
      WHERE uuid IS NOT NULL AND state IN ('submitted', 'running')
      """
    ) { ($0.text(0), ActiveNode(run: $0.text(1), name: $0.text(2))) }
    return Dictionary(nodes) { $1 }
  }

  /// Returns another node that is submitted or running with the experiment of this one.
  package func activeTwin(of uuid: String, node: ActiveNode) throws(StoreError) -> ActiveNode? {
    try connection.rows(
      """
      SELECT run, name FROM nodes WHERE uuid = ? AND state IN ('submitted', 'running')
        AND (run <> ? OR name <> ?) LIMIT 1
      """, [.text(uuid), .text(node.run), .text(node.name)]
    ) { ActiveNode(run: $0.text(0), name: $0.text(1)) }.first
  }

  /// Returns the uuids of experiments that are submitted or running, or wait in one of the runs.
  package func busyExperiments(waitingIn runs: [String]) throws(StoreError) -> [String] {
    try connection.rows(
      """
      SELECT uuid FROM nodes WHERE uuid IS NOT NULL AND (state IN ('submitted', 'running')
        OR (state IN ('ready', 'waiting') AND present
          AND run IN (SELECT value FROM json_each(?))))
      """, [.text(JSONWriter.text(.array(runs.map(JSONValue.string))))]
    ) { $0.text(0) }
  }
}
