// The nodes of runs, and what comes before what.
extension CampaignStore {
  /// Adds nodes that have become known while their run goes on, and what they depend on.
  ///
  /// Called within a transaction of the owner. They come behind all that are there.
  package func insert(
    _ nodes: [NodeRecord], _ edges: [EdgeRecord], run: String
  ) throws(StoreError) {
    if !nodes.isEmpty { try connection.execute(Schema.uuidIndex) }
    for node in nodes {
      try connection.run(
        """
        INSERT INTO nodes
          (run, name, kind, "group", state, cause, progress, uuid, job, input, appearance, open,
            retries, parameters, axes, results)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, name) DO UPDATE SET kind = excluded.kind, "group" = excluded."group",
          state = excluded.state, cause = excluded.cause, progress = excluded.progress,
          uuid = excluded.uuid, job = excluded.job, input = excluded.input,
          appearance = excluded.appearance, open = excluded.open, retries = excluded.retries,
          parameters = excluded.parameters, axes = excluded.axes, results = excluded.results, present = 1
        """,
        [
          .text(run), .text(node.name), .text(node.kind.rawValue), SQLValue(node.group),
          .text(node.state.rawValue), SQLValue(node.cause), .double(node.progress),
          SQLValue(node.uuid), SQLValue(node.job), SQLValue(node.input), SQLValue(node.appearance),
          .int(node.isOpen ? 1 : 0), .int(node.retries), SQLValue(node.parameters),
          SQLValue(node.axes), SQLValue(node.results),
        ])
    }
    for edge in edges {
      try connection.run(
        "INSERT OR IGNORE INTO edges (run, source, destination) VALUES (?, ?, ?)",
        [.text(run), .text(edge.source), .text(edge.destination)])
    }
  }

  /// Returns a run's nodes in order; with `all` also those that the file no longer has.
  package func nodes(of run: String, all: Bool = false) throws(StoreError) -> [NodeRecord] {
    try nodes("(present OR ?2)", [.text(run), .int(all ? 1 : 0)])
  }

  /// The nodes of the run that is the first value, as they stand in the table.
  ///
  /// To look each up in the index of names and to sort them then takes longer. Where there is only
  /// one run they are all that there are.
  static let nodesInOrder = """
    nodes NOT INDEXED WHERE run = ?1 AND id BETWEEN \(bound("min", else: 0)) AND \
    \(bound("max", else: Int.max))
    """

  private static func bound(_ function: String, else all: Int) -> String {
    "iif((SELECT count(*) FROM runs) = 1, \(all), "
      + "(SELECT \(function)(id) FROM nodes WHERE run = ?1))"
  }

  private func nodes(
    _ condition: String, _ values: [SQLValue]
  ) throws(StoreError) -> [NodeRecord] {
    // No more than there are numbers; room that is not used is never touched.
    let limit = try nodeLimit()
    return try connection.rows(
      """
      SELECT name, kind, "group", state, cause, progress, uuid, job, input, appearance,
        \(version < 3 ? "0, 0, NULL, NULL" : "open, retries, parameters, axes"), present,
        \(version < 5 ? "NULL" : "results")
      FROM \(CampaignStore.nodesInOrder) AND \(condition) ORDER BY id
      """, values, room: limit
    ) {
      NodeRecord(
        name: $0.text(0), kind: NodeRecord.Kind(rawValue: $0.text(1)) ?? .marker,
        group: $0.optionalText(2), state: JobState(rawValue: $0.text(3)) ?? .ready,
        cause: $0.optionalText(4), progress: $0.optionalDouble(5) ?? 0, uuid: $0.optionalText(6),
        job: $0.optionalText(7), input: $0.optionalText(8),
        parameters: $0.optionalText(12), axes: $0.optionalText(13),
        appearance: $0.optionalText(9), isOpen: $0.int(10) != 0, isPresent: $0.int(14) != 0,
        retries: $0.int(11), results: $0.optionalText(15))
    }
  }

  /// Returns nodes that the file no longer has and that were under way: they belong to no group.
  package func removedNodes(of run: String) throws(StoreError) -> [NodeRecord] {
    try nodes("NOT present AND state IN ('submitted', 'running')", [.text(run)]).map {
      NodeRecord(
        name: $0.name, kind: $0.kind, state: $0.state, uuid: $0.uuid, job: $0.job, input: $0.input,
        retries: $0.retries)
    }
  }

  package func edges(of run: String) throws(StoreError) -> [EdgeRecord] {
    try connection.rows(
      "SELECT source, destination FROM edges WHERE run = ? ORDER BY source, destination",
      [.text(run)]
    ) { EdgeRecord(source: $0.text(0), destination: $0.text(1)) }
  }

  package func recordNode(
    _ name: String, run: String, state: JobState, cause: String?, progress: Double
  ) throws(StoreError) {
    try connection.run(
      "UPDATE nodes SET state = ?, cause = ?, progress = ? WHERE run = ? AND name = ?",
      [.text(state.rawValue), SQLValue(cause), .double(progress), .text(run), .text(name)])
  }

  /// Records how many attempts beyond the first a node has used by itself.
  package func recordRetries(_ retries: Int, of node: String, run: String) throws(StoreError) {
    try connection.run(
      "UPDATE nodes SET retries = ? WHERE run = ? AND name = ?",
      [.int(retries), .text(run), .text(node)])
  }

  /// Records whether more members of a group may become known.
  package func recordOpen(_ isOpen: Bool, group: String, run: String) throws(StoreError) {
    try connection.run(
      "UPDATE nodes SET open = ? WHERE run = ? AND name = ?",
      [.int(isOpen ? 1 : 0), .text(run), .text(group)])
  }
}

// How the nodes of a run stand altogether.
extension CampaignStore {
  /// Whether a node of a run is submitted or running.
  package func hasActiveNodes(_ run: String) throws(StoreError) -> Bool {
    try !connection.rows(
      "SELECT 1 FROM nodes NOT INDEXED WHERE run = ? AND state IN ('submitted', 'running') LIMIT 1",
      [.text(run)]
    ) { $0.int(0) }.isEmpty
  }

  /// How a run stands of which nothing is left to do.
  package struct Settlement: Hashable, Sendable {
    /// Whether every node is done, or was left out because its condition did not hold.
    package let isSuccessful: Bool
  }

  /// Returns how a run stands; nil where something is left to do, or somebody asks for something.
  ///
  /// - Cost: reads each node's row once.
  package func settlement(of run: String) throws(StoreError) -> Settlement? {
    guard try openRequests(of: run).isEmpty else { return nil }
    return try connection.rows(
      """
      SELECT max(state NOT IN ('done', 'failed', 'lost', 'cancelled', 'skipped')
          AND (present OR state IN ('submitted', 'running'))),
        min(NOT present OR state IN ('done', 'skipped'))
      FROM nodes NOT INDEXED WHERE run = ?
      """, [.text(run)]
    ) { $0.int(0) == 0 ? Settlement(isSuccessful: $0.optionalInt(1) != 0) : nil }.first ?? nil
  }

  /// Whether a node of a run was skipped for a cause that begins so.
  package func hasSkipped(in run: String, causeBeginning start: String) throws(StoreError) -> Bool {
    try !connection.rows(
      """
      SELECT 1 FROM nodes NOT INDEXED WHERE run = ? AND present AND state = 'skipped'
        AND substr(cause, 1, length(?2)) = ?2 LIMIT 1
      """, [.text(run), .text(start)]
    ) { $0.int(0) }.isEmpty
  }
}
