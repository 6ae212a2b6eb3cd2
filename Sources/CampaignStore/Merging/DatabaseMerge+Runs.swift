// Runs with their nodes and edges.
extension DatabaseMerge {
  static let finalStates = "('done', 'failed', 'cancelled', 'skipped', 'lost')"

  /// Takes up runs; of one that both have, all that says how it stands comes from the further one.
  func takeRuns(of input: MergeInput) throws(StoreError) {
    // The runs that began here: wherever else they are, they come from nowhere.
    try connection.execute(
      """
      CREATE TEMP TABLE own_runs (id TEXT PRIMARY KEY) WITHOUT ROWID;
      INSERT INTO temp.own_runs SELECT id FROM main.runs EXCEPT SELECT run FROM main.origins;
      CREATE TEMP TABLE shared_runs (id TEXT PRIMARY KEY, theirs INTEGER) WITHOUT ROWID;
      """)
    try rankRuns()
    try merge("runs", key: "id", run: "id", besides: [])
    try merge("nodes", key: "run, name", run: "run", besides: ["id"])
    try connection.execute(
      """
      DELETE FROM main.edges
        WHERE run IN (SELECT id FROM temp.shared_runs WHERE theirs = 1);
      INSERT OR IGNORE INTO main.edges (run, source, destination)
        SELECT run, source, destination FROM \(source).edges
        WHERE run NOT IN (SELECT id FROM temp.shared_runs WHERE theirs = -1)
      """)
    try takeRequests()
  }

  /// Finds which of two records of a run is the further one: 1 for theirs, -1 for ours, 0 where
  /// nothing tells.
  ///
  /// Every change of a state is an event, and no event is ever removed: the later newest event
  /// tells, and where clocks were set back what else only grows.
  private func rankRuns() throws(StoreError) {
    func ranks(_ schema: String) -> String {
      """
      SELECT r.id, coalesce(e.newest, '') AS newest, r.owner, r.ended IS NOT NULL AS is_over,
        coalesce(r.ended, '') AS ended, (SELECT count(*) FROM \(schema).nodes n
          WHERE n.run = r.id AND n.state IN \(Self.finalStates)) AS final
      FROM \(schema).runs r LEFT JOIN (
        SELECT run, max(time) AS newest FROM \(schema).events GROUP BY run) e ON e.run = r.id
      WHERE r.id IN (SELECT id FROM main.runs INTERSECT SELECT id FROM \(source).runs)
      """
    }
    let rank = ["newest", "owner", "is_over", "ended", "final"]
    let ours = DatabaseMerge.list(rank, of: "m")
    let theirs = DatabaseMerge.list(rank, of: "o")
    try connection.execute(
      """
      WITH ours AS MATERIALIZED (\(ranks("main"))), theirs AS MATERIALIZED (\(ranks(source)))
      INSERT INTO temp.shared_runs
      SELECT m.id, CASE WHEN (\(theirs)) > (\(ours)) THEN 1 WHEN (\(theirs)) = (\(ours)) THEN 0
        ELSE -1 END
      FROM ours m JOIN theirs o ON o.id = m.id
      """)
  }

  /// Takes up the rows of a table; of those that both have, the one of the further run, and where
  /// nothing tells which that is, the greater one.
  private func merge(
    _ table: String, key: String, run: String, besides others: Set<String>
  ) throws(StoreError) {
    let columns = try columns(table, besides: others)
    let changes = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let list = DatabaseMerge.list(columns)
    try connection.execute(
      """
      INSERT INTO main.\(table) (\(list)) SELECT \(list) FROM \(source).\(table)
      WHERE true ORDER BY \(others.first ?? run)
      ON CONFLICT (\(key)) DO UPDATE SET \(changes)
      WHERE CASE (SELECT theirs FROM temp.shared_runs s WHERE s.id = excluded.\(run))
        WHEN 1 THEN 1 WHEN 0 THEN
          json_array(\(DatabaseMerge.list(columns, of: "excluded")))
            > json_array(\(DatabaseMerge.list(columns, of: table)))
        ELSE 0 END
      """)
  }

  private func takeRequests() throws(StoreError) {
    let isSame =
      "r.run = q.run AND r.action = q.action AND r.nodes IS q.nodes AND r.created = q.created"
    try connection.execute(
      """
      UPDATE main.requests AS r SET handled = q.handled, answer = q.answer
        FROM \(source).requests q WHERE \(isSame) AND r.handled IS NULL AND q.handled IS NOT NULL;
      INSERT INTO main.requests (run, action, nodes, created, handled, answer)
        SELECT run, action, nodes, created, handled, answer FROM \(source).requests q
        WHERE NOT EXISTS (SELECT 1 FROM main.requests r WHERE \(isSame)) ORDER BY id
      """)
  }

  /// Takes up events: those of a run that both have are the ones that are missing here.
  func takeEvents() throws(StoreError) {
    let columns = "time, run, node, attempt, event, detail"
    // Events that are the same in all are told apart by counting them.
    func counted(_ schema: String) -> String {
      """
      SELECT id, \(columns), json_array(\(columns),
        row_number() OVER (PARTITION BY \(columns) ORDER BY id)) AS content
      FROM \(schema).events WHERE run IN (SELECT id FROM temp.shared_runs)
      """
    }
    try connection.execute(
      """
      INSERT INTO main.events (\(columns)) SELECT \(columns) FROM \(source).events
        WHERE run NOT IN (SELECT id FROM temp.shared_runs) ORDER BY id;
      INSERT INTO main.events (\(columns)) SELECT \(columns) FROM (\(counted(source))) e
        WHERE e.content NOT IN (SELECT content FROM (\(counted("main")))) ORDER BY e.id
      """)
  }

  /// Records where runs come from.
  func takeOrigins(of input: MergeInput) throws(StoreError) {
    try connection.run(
      """
      INSERT OR IGNORE INTO main.origins (run, database, host)
      SELECT run, database, host FROM \(source).origins
        WHERE run NOT IN (SELECT id FROM temp.own_runs)
      UNION ALL SELECT id, ?, coalesce(owner_host, '') FROM \(source).runs
        WHERE id NOT IN (SELECT run FROM \(source).origins)
          AND id NOT IN (SELECT id FROM temp.own_runs)
      """, [.text(input.name)])
  }
}
