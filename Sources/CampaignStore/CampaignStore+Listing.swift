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
  }

  /// Returns all experiments in campaign order.
  ///
  /// - Cost: one query; each experiment finds its nodes by the index of their uuids.
  package func listedExperiments() throws(StoreError) -> [ListedExperiment] {
    try connection.rows(
      """
      SELECT e.campaign, e.point, e.identifier, e.uuid, e.parameters, coalesce(n.state, 'ready'),
        n.progress, max(n.id)
      FROM experiments e NOT INDEXED LEFT JOIN nodes n ON n.uuid = e.uuid
      GROUP BY e.id ORDER BY e.campaign, e.point, e.id
      """
    ) {
      ListedExperiment(
        campaign: $0.text(0), point: $0.int(1), identifier: $0.text(2), uuid: $0.text(3),
        parameters: $0.text(4), state: $0.text(5), progress: $0.optionalDouble(6))
    }
  }

  /// The experiments of each state that some run has.
  package static let countingQuery = """
    SELECT n.state, sum(newest.experiments) FROM (
      SELECT max(m.id) AS id,
        (SELECT count(*) FROM experiments e WHERE e.uuid = m.uuid) AS experiments
      FROM nodes m WHERE m.uuid IS NOT NULL GROUP BY m.uuid ORDER BY 1
    ) AS newest CROSS JOIN nodes n ON n.id = newest.id GROUP BY n.state
    """

  /// Counts the experiments by state, without looking at each.
  ///
  /// - Cost: the newest node of each uuid is found in the index alone, and their states are read in
  ///   the order of the table: 0.13 s for 100,000 experiments and as many nodes.
  package func experimentCounts() throws(StoreError) -> [String: Int] {
    let known = try connection.rows(CampaignStore.countingQuery) { ($0.text(0), $0.int(1)) }
    var counts = Dictionary(known.filter { $0.1 > 0 }) { $0 + $1 }
    let total = try connection.rows("SELECT count(*) FROM experiments") { $0.int(0) }.first ?? 0
    let unknown = total - counts.values.reduce(0, +)
    if unknown > 0 { counts[JobState.ready.rawValue, default: 0] += unknown }
    return counts
  }
}
