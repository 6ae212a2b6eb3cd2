package import EECore

// Experiments as they were generated.
extension CampaignStore {
  /// An experiment as the database knows it.
  package struct ExperimentRecord: Hashable, Sendable {
    package let point: Int
    package let uuid: String
    /// JSON, in axis order.
    package let parameters: String
    package let files: [FileRecord]

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
    try connection.run(
      """
      INSERT INTO campaigns (name, file, base, directory, axes) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET file = excluded.file, base = excluded.base,
        directory = excluded.directory, axes = excluded.axes
      """,
      [
        .text(plan.name), .text(file), SQLValue(base.map(seenFromHere)), .text(directory),
        .text(plan.space.axesText),
      ])
  }

  /// An experiment with what is to be recorded of its files.
  package struct WrittenExperiment: Sendable {
    package let experiment: Experiment
    package let files: [FileRecord]
    /// The names of recorded files that it has no more.
    package let removed: [String]

    package init(_ experiment: Experiment, files: [FileRecord], removed: [String] = []) {
      self.experiment = experiment
      self.files = files
      self.removed = removed
    }
  }

  /// Records experiments; their places may have moved since the last time.
  ///
  /// Called within a transaction. What is recorded of files that are not named stays. Only of what
  /// is recorded anything can be removed.
  package func record(_ written: [WrittenExperiment], campaign: String) throws(StoreError) {
    var text = FilesText()
    for item in written {
      try connection.run(
        """
        INSERT INTO experiments (campaign, point, identifier, uuid, parameters, files)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (identifier, campaign) DO UPDATE SET point = excluded.point,
          uuid = excluded.uuid, parameters = excluded.parameters,
          files = json_patch(files, excluded.files)
        """,
        [
          .text(campaign), .int(item.experiment.point), .text(item.experiment.identifier),
          .text(item.experiment.uuid), .text(item.experiment.parameters),
          .text(text.text(item.files, removing: item.removed)),
        ])
    }
  }

  /// The files of experiment `e` as ``FilesText`` has them; older databases have a table of them.
  var filesColumn: String {
    guard version < 3 else { return "e.files" }
    return """
      (SELECT json_group_object(f.name, json_array(f.fingerprint, f.size, f.modified))
        FROM files f WHERE f.experiment = e.id)
      """
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
      SELECT e.identifier, e.point, e.uuid, e.parameters, \(filesColumn)
      FROM experiments e
      WHERE e.campaign = ? AND e.identifier IN (SELECT value FROM json_each(?))
      """,
      [.text(campaign), .text(JSONWriter.text(.array(identifiers.map(JSONValue.string))))]
    ) { (row: Row) throws(StoreError) in
      found[row.text(0)] = ExperimentRecord(
        point: row.int(1), uuid: row.text(2), parameters: row.text(3),
        files: FilesText.files(of: row.lent(4)))
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
