internal import HostIO

// Attempts with what they measured.
extension DatabaseMerge {
  /// Takes up attempts; of one that both have, all comes from the record that is further.
  func takeAttempts(of input: MergeInput) throws(StoreError) {
    try connection.execute(
      """
      CREATE TEMP TABLE shared_attempts (id TEXT PRIMARY KEY) WITHOUT ROWID;
      INSERT INTO temp.shared_attempts
        SELECT a.id FROM \(source).attempts a JOIN main.attempts m ON m.id = a.id;
      INSERT OR IGNORE INTO main.facts (hash, content) SELECT hash, content FROM \(source).facts
      """)
    try findClashes(of: input)
    try compareShared(with: input)
    try insertAttempts(of: input)
    try replaceShared()
    try moveShared(from: input)
    try renumber()
  }

  /// Finds nodes whose attempts are numbered differently: two histories of one run.
  private func findClashes(of input: MergeInput) throws(StoreError) {
    let pairs = """
      FROM \(source).attempts a JOIN \(source).nodes n ON n.id = a.node
      JOIN main.nodes m ON m.run = n.run AND m.name = n.name
      JOIN main.attempts b ON b.node = m.id
      WHERE n.run IN (SELECT id FROM temp.shared_runs)
      """
    try connection.execute(
      """
      CREATE TEMP TABLE clashing_nodes (id INTEGER PRIMARY KEY);
      INSERT OR IGNORE INTO temp.clashing_nodes
        SELECT m.id \(pairs) AND (a.number = b.number) <> (a.id = b.id)
      """)
    let found = try connection.rows(
      "SELECT n.run, n.name, a.number \(pairs) AND a.number = b.number AND a.id <> b.id ORDER BY a.id"
    ) { (run: $0.text(0), node: $0.text(1), number: $0.int(2)) }
    for clash in found {
      conflicts.append(
        MergeConflict(
          kind: .number,
          text: "attempt \(clash.number) of '\(clash.node)' in run \(clash.run) is another one in "
            + "\(input.label) than in \(try places(ofRun: clash.run)): both are kept, with numbers "
            + "in the order in which they were submitted"))
    }
  }

  private func insertAttempts(of input: MergeInput) throws(StoreError) {
    let columns = try columns("attempts", besides: ["node", "number", "directory"])
    let mover = MergedPaths(source: input.home, target: home)
    try connection.execute(
      """
      INSERT INTO main.attempts (node, number, directory, \(DatabaseMerge.list(columns)))
      SELECT m.id, a.number + 1000000000 * (m.id IN (SELECT id FROM temp.clashing_nodes)),
        \(mover.expression("a.directory")), \(DatabaseMerge.list(columns, of: "a"))
      FROM \(source).attempts a JOIN \(source).nodes n ON n.id = a.node
      JOIN main.nodes m ON m.run = n.run AND m.name = n.name
      WHERE a.id NOT IN (SELECT id FROM temp.shared_attempts)
      """)
    try copyMeasured("attempt NOT IN (SELECT id FROM temp.shared_attempts)")
  }

  private func copyMeasured(_ condition: String) throws(StoreError) {
    for table in ["measurements", "timers"] {
      let columns = DatabaseMerge.list(try columns(table))
      try connection.execute(
        """
        INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM \(source).\(table)
        WHERE \(condition) ORDER BY rowid
        """)
    }
  }

  private func replaceShared() throws(StoreError) {
    let columns = try columns("attempts", besides: ["id", "node", "number", "directory"])
    let better = "(SELECT id FROM temp.versions WHERE is_theirs)"
    guard try connection.rows("SELECT EXISTS \(better)", [], { $0.int(0) }) == [1] else { return }
    try connection.execute(
      """
      UPDATE main.attempts AS m SET \(columns.map { "\($0) = a.\($0)" }.joined(separator: ", "))
        FROM \(source).attempts a WHERE a.id = m.id AND m.id IN \(better);
      DELETE FROM main.measurements WHERE attempt IN \(better);
      DELETE FROM main.timers WHERE attempt IN \(better)
      """)
    try copyMeasured("attempt IN \(better)")
  }

  /// Of two directories of one attempt that one is kept which is there.
  private func moveShared(from input: MergeInput) throws(StoreError) {
    let mover = MergedPaths(source: input.home, target: home)
    let pairs = try connection.rows(
      """
      SELECT id, ours, theirs FROM (SELECT m.id AS id, m.directory AS ours,
        \(mover.expression("a.directory")) AS theirs
        FROM temp.shared_attempts s JOIN main.attempts m ON m.id = s.id
        JOIN \(source).attempts a ON a.id = s.id) WHERE ours <> theirs
      """
    ) { (id: $0.text(0), ours: $0.text(1), theirs: $0.text(2)) }
    for pair in pairs {
      let hasOurs = Files.status(Paths.join(home, pair.ours)) != nil
      let hasTheirs = Files.status(Paths.join(home, pair.theirs)) != nil
      let isBetter = hasOurs == hasTheirs ? isFresh && pair.theirs < pair.ours : hasTheirs
      guard isBetter else { continue }
      try connection.run(
        "UPDATE main.attempts SET directory = ? WHERE id = ?", [.text(pair.theirs), .text(pair.id)])
    }
  }

  /// Numbers the attempts of nodes with two histories in the order in which they were submitted.
  private func renumber() throws(StoreError) {
    // By way of numbers that nothing has: each step would meet the next one's otherwise.
    try connection.execute(
      """
      UPDATE main.attempts AS m SET number = -r.place FROM (
        SELECT id, row_number() OVER (PARTITION BY node ORDER BY submitted, id) AS place
        FROM main.attempts WHERE node IN (SELECT id FROM temp.clashing_nodes)) r
        WHERE r.id = m.id;
      UPDATE main.attempts SET number = -number WHERE number < 0
      """)
  }
}
