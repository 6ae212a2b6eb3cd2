internal import EECore
internal import HostIO

// Experiments for people: with the state of the node that ran each last.
extension CampaignStore {
  /// An experiment with the state of the node that ran it last.
  package struct ListedExperiment: Hashable, Sendable {
    package let campaign: String
    /// The place in the campaign, from zero.
    package let point: Int
    package let identifier: String
    package let uuid: String
    /// JSON, in axis order.
    package let parameters: String
    /// `ready` where no run has it yet.
    package let state: String
    /// Per cent; nil where no run has it yet.
    package let progress: Double?
    /// Whether it is done, and was generated anew since in another way.
    package let isStale: Bool
    /// The directory of the records of the attempt that runs now, or ended badly.
    package let attempt: String?
  }

  /// What the jobs of a campaign begin with, as ``JobSpec`` writes them: from `start` to `stop`,
  /// whose last character is the next one, so that no text has to be cut.
  private static let places = """
    WITH places AS MATERIALIZED (
      SELECT name, '{"place":' || json_quote(directory) || ',' AS start,
        '{"place":' || json_quote(directory) || '-' AS stop FROM campaigns)
    """
  /// The newest node that ran experiment `e` under the name that it has now, in the directory that
  /// it has now: what ran elsewhere has left nothing here.
  private static let newest = """
    FROM nodes o WHERE o.uuid = e.uuid AND substr(o.name, length(o."group") + 2) = e.identifier
      AND ((o.job >= p.start AND o.job < p.stop) OR o.job IS NULL
        OR substr(o.job, 1, 9) <> '{"place":')
    ORDER BY o.id DESC LIMIT 1
    """

  /// Returns experiments in campaign order.
  ///
  /// - Parameters:
  ///   - campaign: only those of this one; nil for all.
  ///   - states: only those of these; nil for all.
  /// - Returns: each with the state of its newest node.
  /// - Throws: ``StoreError`` where the database cannot be read.
  package func listedExperiments(
    campaign: String? = nil, states: Set<String>? = nil
  ) throws(StoreError) -> [ListedExperiment] {
    let wanted = states.map { JSONWriter.text(.array($0.sorted().map(JSONValue.string))) }
    return try connection.rows(
      """
      \(CampaignStore.places)
      SELECT e.campaign, e.point, e.identifier, e.uuid, e.parameters,
        coalesce(n.state, 'ready') AS state, n.progress, CASE WHEN n.state IN ('running', 'failed', 'cancelled', 'lost') THEN
          (SELECT a.directory FROM attempts a WHERE a.node = n.id ORDER BY a.number DESC LIMIT 1) END,
        CASE WHEN n.state = 'done' THEN \(contentColumn) END,
        CASE WHEN n.state = 'done' AND \(contentColumn) NOTNULL THEN \(filesColumn) END
      FROM experiments e NOT INDEXED JOIN places p ON p.name = e.campaign
      LEFT JOIN nodes n ON n.id = (SELECT o.id \(CampaignStore.newest))
      WHERE (?1 IS NULL OR e.campaign = ?1)
        AND (?2 IS NULL OR coalesce(n.state, 'ready') IN (SELECT value FROM json_each(?2)))
      ORDER BY e.campaign, e.point, e.id
      """, [SQLValue(campaign), SQLValue(wanted)]
    ) {
      ListedExperiment(
        campaign: $0.text(0), point: $0.int(1), identifier: $0.text(2), uuid: $0.text(3),
        parameters: $0.text(4), state: $0.text(5), progress: $0.optionalDouble(6),
        isStale: $0.isNull(8) || $0.isNull(9)
          ? false : FilesText.content(of: $0.lent(9)) != $0.int(8),
        attempt: $0.optionalText(7).map(absolute(recorded:)))
    }
  }

  /// What node `n` began its last attempt with, which databases of older versions lack.
  private var contentColumn: String { version < 4 ? "NULL" : "n.files" }

  /// How many experiments there are.
  package struct ExperimentCounts: Hashable, Sendable {
    /// By the state of the node that ran each last.
    package let states: [String: Int]
    /// Those that are done, and were generated anew since in another way.
    package let stale: Int
    /// Those whose directory is not there.
    package let missing: Int
  }

  /// Counts the experiments by state; without a campaign, those of all.
  ///
  /// - Cost: lists their directories on a thread beside this one. Reads both tables once from front
  ///   to back, and looks nodes up in memory: 0.1 s for 100,000 experiments and as many nodes, where
  ///   an index takes twice as long.
  package func experimentCounts(
    of campaign: String? = nil
  ) throws -> ExperimentCounts {
    let directories = try campaignPlaces().filter { campaign == nil || $0.key == campaign }
    var counter = StateCounter()
    let names = try Threads.both {
      try count(campaign, with: &counter)
    } beside: {
      directories.mapValues { DirectoryNames(in: $0.directory) }
    }.beside
    return ExperimentCounts(
      states: counter.counts, stale: counter.stale, missing: counter.missing(names))
  }

  private func count(
    _ campaign: String?, with counts: inout StateCounter
  ) throws(StoreError) {
    // No page is read twice, and few that stay in the processor's cache beat many.
    try connection.execute("PRAGMA cache_size = -2048")
    try connection.query(
      """
      \(CampaignStore.places)
      SELECT name, start, (SELECT count(*) FROM experiments) / (SELECT count(*) FROM places)
      FROM places WHERE ?1 IS NULL OR name = ?1
      """, [SQLValue(campaign)]
    ) { (row: Row) throws(StoreError) in
      counts.add(campaign: row.text(0), place: row.bytes(1), room: row.int(2))
    }
    try connection.query(
      """
      SELECT e.campaign, e.identifier, e.uuid, \(filesColumn)
      FROM experiments e NOT INDEXED ORDER BY e.rowid
      """
    ) { (row: Row) throws(StoreError) in
      counts.add(
        experiment: row.lent(1), uuid: row.lent(2), files: row.lent(3), of: row.lent(0))
    }
    try connection.query(
      """
      SELECT n.name, n."group", n.state, n.uuid, n.job, \(contentColumn) FROM nodes n NOT INDEXED
      WHERE n.uuid IS NOT NULL AND n."group" IS NOT NULL ORDER BY n.id
      """
    ) { (row: Row) throws(StoreError) in
      counts.add(
        node: row.lent(0), group: row.lent(1), uuid: row.lent(3), job: row.lent(4),
        state: row.lent(2), content: row.optionalInt(5))
    }
  }
}
