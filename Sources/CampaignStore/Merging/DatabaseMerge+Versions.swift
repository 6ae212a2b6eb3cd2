// Attempts that two databases have in different states.
extension DatabaseMerge {
  /// Compares the attempts that both have, with all that they measured, and keeps in a table which
  /// of them differ, and whether theirs is further.
  ///
  /// A job that ended is further than one that runs, a verdict further than `lost`, more measured
  /// values further than fewer; where nothing tells, the greater text.
  func compareShared(with input: MergeInput) throws(StoreError) {
    try connection.execute(
      """
      CREATE TEMP TABLE versions (id TEXT PRIMARY KEY, is_theirs INTEGER, are_final INTEGER,
        is_same_end INTEGER, is_same_content INTEGER) WITHOUT ROWID
      """)
    let columns = try columns("attempts", besides: ["id", "node", "number", "directory"])
    try findDiffering(columns)
    let rank = ["rank", "ended", "count", "record", "measured", "timed"]
    try connection.execute(
      """
      WITH ours AS MATERIALIZED (\(Self.faces("main", columns))),
        theirs AS MATERIALIZED (\(Self.faces(source, columns)))
      INSERT INTO temp.versions
      SELECT o.id, (\(Self.list(rank, of: "t"))) > (\(Self.list(rank, of: "o"))),
        o.rank = 3 AND t.rank = 3, o.end_record = t.end_record,
        o.measured = t.measured AND o.timed = t.timed
      FROM ours o JOIN theirs t ON t.id = o.id
      WHERE o.record <> t.record OR o.measured <> t.measured OR o.timed <> t.timed
      """)
    try nameConflicts(with: input)
  }

  /// Finds the attempts of which anything differs: of most nothing does, and sets are compared
  /// faster than texts are made.
  private func findDiffering(_ columns: [String]) throws(StoreError) {
    func values(_ schema: String, _ table: String) throws(StoreError) -> String {
      "SELECT \(Self.list(try self.columns(table))) FROM \(schema).\(table) "
        + "WHERE attempt IN (SELECT id FROM temp.shared_attempts)"
    }
    try connection.execute(
      "CREATE TEMP TABLE differing (id TEXT PRIMARY KEY) WITHOUT ROWID")
    guard
      try connection.rows("SELECT EXISTS (SELECT 1 FROM temp.shared_attempts)", [], { $0.int(0) })
        == [1]
    else { return }
    try ensureIndexes()
    try connection.execute(
      """
      INSERT INTO temp.differing SELECT m.id FROM main.attempts m
        JOIN \(source).attempts a ON a.id = m.id
        WHERE (\(columns.map { "m.\($0) IS NOT a.\($0)" }.joined(separator: " OR ")))
      """)
    for table in ["measurements", "timers"] {
      let counts = { (schema: String) in
        "(SELECT count(*) FROM \(schema).\(table) x WHERE x.attempt = s.id)"
      }
      try connection.execute(
        """
        INSERT OR IGNORE INTO temp.differing SELECT s.id FROM temp.shared_attempts s
          WHERE \(counts("main")) <> \(counts(source));
        INSERT OR IGNORE INTO temp.differing SELECT attempt FROM (
          \(try values(source, table)) EXCEPT \(try values("main", table)))
        """)
    }
  }

  /// What an attempt is in one of the two, as texts to compare.
  private static func faces(_ schema: String, _ columns: [String]) -> String {
    func measured(_ table: String, _ columns: [String]) -> String {
      let texts = columns.map { "coalesce(\($0), '')" }.joined(separator: " || char(31) || ")
      return """
        coalesce((SELECT group_concat(\(texts), char(30)) FROM (
          SELECT * FROM \(schema).\(table) x WHERE x.attempt = a.id ORDER BY x.rowid)), '')
        """
    }
    return """
      SELECT a.id AS id, CASE a.state WHEN 'submitted' THEN 0 WHEN 'running' THEN 1
          WHEN 'lost' THEN 2 ELSE 3 END AS rank,
        coalesce(a.ended, '') AS ended,
        (SELECT count(*) FROM \(schema).measurements x WHERE x.attempt = a.id)
          + (SELECT count(*) FROM \(schema).timers x WHERE x.attempt = a.id) AS count,
        json_array(\(list(columns, of: "a"))) AS record,
        json_array(a.state, a.exit_code, a.started, a.ended) AS end_record,
        \(measured("measurements", ["name", "step", "printf('%!.17g', value)", "unit"])) AS measured,
        \(measured("timers", ["name", "printf('%!.17g', seconds)", "status", "started"])) AS timed
      FROM \(schema).attempts a WHERE a.id IN (SELECT id FROM temp.differing)
      """
  }

  /// Names attempts that ended in two ways, and those with values that no record has all of.
  private func nameConflicts(with input: MergeInput) throws(StoreError) {
    let found = try connection.rows(
      """
      SELECT v.id, n.run, n.name, m.number, v.is_same_end, v.is_same_content,
        CASE WHEN v.is_theirs THEN a.state ELSE m.state END
      FROM temp.versions v JOIN main.attempts m ON m.id = v.id
      JOIN \(source).attempts a ON a.id = v.id JOIN main.nodes n ON n.id = m.node
      WHERE v.are_final ORDER BY n.run, n.id, m.number
      """
    ) {
      (
        id: $0.text(0), run: $0.text(1), node: $0.text(2), number: $0.int(3),
        isSameEnd: $0.int(4) != 0, isSameContent: $0.int(5) != 0, state: $0.text(6)
      )
    }
    for item in found {
      let subject = "attempt \(item.number) of '\(item.node)' in run \(item.run)"
      let places = try places(ofRun: item.run)
      if !item.isSameEnd {
        conflicts.append(
          MergeConflict(
            kind: .state,
            text: "\(subject) ended otherwise in \(input.label) than in \(places): "
              + "the record that says '\(item.state)' is kept"))
      } else if !item.isSameContent, try !isPart(item.id) {
        conflicts.append(
          MergeConflict(
            kind: .measurements,
            text: "\(subject) measured other values in \(input.label) than in \(places): "
              + "those of one of them are kept"))
      }
    }
  }

  /// Whether all values of an attempt in one database are among those in the other: it was read
  /// again there, for more.
  private func isPart(_ attempt: String) throws(StoreError) -> Bool {
    func rest(_ one: String, _ other: String) throws(StoreError) -> Int {
      func rows(_ schema: String) -> String {
        """
        SELECT name, step, value, unit FROM \(schema).measurements WHERE attempt = ?1
        UNION ALL
        SELECT name, status || started, seconds, 's' FROM \(schema).timers WHERE attempt = ?1
        """
      }
      return try connection.rows(
        "SELECT count(*) FROM (SELECT * FROM (\(rows(one))) EXCEPT SELECT * FROM (\(rows(other))))",
        [.text(attempt)]
      ) { $0.int(0) }.first ?? 0
    }
    if try rest("main", source) == 0 { return true }
    return try rest(source, "main") == 0
  }
}
