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
    package let identifier: String
    package let uuid: String
  }

  package func record(
    campaign plan: CampaignPlan, file: String, directory: String
  ) throws(StoreError) {
    let axes = JSONValue.array(
      plan.space.axes.map {
        .object([.init("name", .string($0.name)), .init("repeat", .bool($0.isRepeat))])
      })
    try connection.run(
      """
      INSERT INTO campaigns (name, file, directory, axes) VALUES (?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET file = excluded.file, directory = excluded.directory,
        axes = excluded.axes
      """,
      [.text(plan.name), .text(file), .text(directory), .text(JSONWriter.text(axes))])
  }

  /// Records an experiment; its place may have moved since the last time.
  ///
  /// - Returns: its row.
  package func record(
    _ experiment: Experiment, campaign: String
  ) throws(StoreError) -> Int {
    var id = 0
    try connection.query(
      """
      INSERT INTO experiments (campaign, point, identifier, uuid, parameters)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (campaign, identifier) DO UPDATE SET point = excluded.point,
        uuid = excluded.uuid, parameters = excluded.parameters
      RETURNING id
      """,
      [
        .text(campaign), .int(experiment.point), .text(experiment.identifier),
        .text(experiment.uuid), .text(JSONWriter.text(experiment.combination.json)),
      ]
    ) { (row: Row) throws(StoreError) in id = row.int(0) }
    return id
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

  package func experiment(
    _ identifier: String, campaign: String
  ) throws(StoreError) -> ExperimentRecord? {
    try connection.rows(
      "SELECT id, identifier, uuid FROM experiments WHERE campaign = ? AND identifier = ?",
      [.text(campaign), .text(identifier)]
    ) { ExperimentRecord(id: $0.int(0), identifier: $0.text(1), uuid: $0.text(2)) }.first
  }

  package func files(ofExperiment id: Int) throws(StoreError) -> [FileRecord] {
    try connection.rows(
      "SELECT name, fingerprint, size, modified FROM files WHERE experiment = ? ORDER BY name",
      [.int(id)]
    ) {
      FileRecord(
        name: $0.text(0), fingerprint: $0.text(1), size: $0.int(2), modified: Int64($0.int(3)))
    }
  }

  /// Returns the identifiers of a campaign, in campaign order.
  package func identifiers(campaign: String) throws(StoreError) -> [String] {
    try connection.rows(
      "SELECT identifier FROM experiments WHERE campaign = ? ORDER BY point", [.text(campaign)]
    ) { $0.text(0) }
  }
}

extension CampaignStore {
  /// Returns the uuids of experiments that are submitted or running.
  package func busyExperiments() throws(StoreError) -> [String] {
    try connection.rows(
      "SELECT uuid FROM nodes WHERE uuid IS NOT NULL AND state IN ('submitted', 'running')"
    ) { $0.text(0) }
  }
}

extension CampaignStore {
  /// An experiment with the state of the node that ran it last.
  package struct ExperimentState: Hashable, Sendable {
    package let identifier: String
    /// JSON, in axis order.
    package let parameters: String
    /// `ready` where no run has it yet.
    package let state: String
  }

  /// Returns all experiments in campaign order.
  package func experimentStates() throws(StoreError) -> [ExperimentState] {
    try connection.rows(
      """
      SELECT e.identifier, e.parameters, coalesce(
        (SELECT n.state FROM nodes n WHERE n.uuid = e.uuid ORDER BY n.id DESC LIMIT 1), 'ready')
      FROM experiments e ORDER BY e.campaign, e.point
      """
    ) { ExperimentState(identifier: $0.text(0), parameters: $0.text(1), state: $0.text(2)) }
  }
}
