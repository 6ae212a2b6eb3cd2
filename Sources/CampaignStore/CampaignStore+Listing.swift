internal import EECore

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
    /// The directory of the records of the attempt that runs now.
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
        coalesce(n.state, 'ready') AS state, n.progress, CASE n.state WHEN 'running' THEN
          (SELECT a.directory FROM attempts a WHERE a.node = n.id ORDER BY a.number DESC LIMIT 1) END
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
        attempt: $0.optionalText(7))
    }
  }

  /// The experiments of each state, of one campaign or of all.
  package static let countingQuery = """
    \(places)
    SELECT coalesce(state, 'ready'), count(*) FROM (
      SELECT (SELECT o.state \(newest)) AS state
      FROM experiments e NOT INDEXED JOIN places p ON p.name = e.campaign
      WHERE ?1 IS NULL OR e.campaign = ?1
    ) GROUP BY 1
    """

  /// Counts the experiments by state; without a campaign, those of all.
  ///
  /// - Cost: each experiment finds its nodes by the index of their uuids, in about the order of the
  ///   table: 0.2 s for 100,000 experiments and as many nodes.
  package func experimentCounts(
    of campaign: String? = nil
  ) throws(StoreError) -> [String: Int] {
    let counts = try connection.rows(CampaignStore.countingQuery, [SQLValue(campaign)]) {
      ($0.text(0), $0.int(1))
    }
    return Dictionary(counts) { $0 + $1 }
  }
}
