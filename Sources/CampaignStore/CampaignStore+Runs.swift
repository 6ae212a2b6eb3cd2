package import HostIO

// Runs and who owns them.
extension CampaignStore {
  /// Records a new run with its nodes and edges in one transaction, owned from the beginning.
  ///
  /// - Throws: ``StoreError`` `ownerLost` where another process has begun one after `last`.
  package func insertRun(
    id: String, workflow: String, file: String, after last: RunRecord?,
    owner: (host: String, process: ProcessIdentity), nodes: [NodeRecord], edges: [EdgeRecord]
  ) throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      let newest = try runs(of: workflow).first
      guard newest?.id == last?.id, newest?.owner == last?.owner else { throw lostOwner() }
      try connection.run(
        """
        INSERT INTO runs (id, workflow, file, state, created, owner, owner_host, owner_pid,
          owner_start, owner_boot)
        VALUES (?, ?, ?, 'running', ?, 1, ?, ?, ?, ?)
        """,
        [
          .text(id), .text(workflow), .text(file), .text(WallClock.text(WallClock.now())),
          .text(owner.host), .int(Int(owner.process.pid)), .text(owner.process.startTime),
          .text(owner.process.bootID),
        ])
      try insert(nodes, edges, run: id)
    }
  }

  /// Makes a run's nodes and edges what the file says now; nodes that have gone keep their rows.
  ///
  /// Called within a transaction of the owner, who has read all its nodes as they are: `earlier`.
  ///
  /// - Cost: writes only what differs.
  package func updateRun(
    _ run: String, nodes: [NodeRecord], edges: [EdgeRecord], earlier: [NodeRecord]
  ) throws(StoreError) {
    if try !hasOnly(edges, of: run) {
      try connection.run("DELETE FROM edges WHERE run = ?", [.text(run)])
      try insert([], edges, run: run)
    }
    // Arrays that are one and the same are compared as such.
    if earlier == nodes { return }
    if earlier.count == nodes.count,
      earlier.indices.allSatisfy({ earlier[$0].name == nodes[$0].name })
    {
      let changed = nodes.indices.filter { nodes[$0] != earlier[$0] }
      return try insert(changed.map { nodes[$0] }, [], run: run)
    }
    var others = Dictionary(earlier.map { ($0.name, $0) }) { $1 }
    let changed = nodes.filter { others.removeValue(forKey: $0.name) != $0 }
    for node in others.values where node.isPresent {
      try connection.run(
        "UPDATE nodes SET present = 0 WHERE run = ? AND name = ?", [.text(run), .text(node.name)])
    }
    try insert(changed, [], run: run)
  }

  /// Whether a run has these edges and no others.
  private func hasOnly(_ edges: [EdgeRecord], of run: String) throws(StoreError) -> Bool {
    var missing = Set(edges)
    var isSame = true
    try connection.query(
      "SELECT source, destination FROM edges WHERE run = ?", [.text(run)]
    ) { row throws(StoreError) in
      let edge = EdgeRecord(source: row.text(0), destination: row.text(1))
      if missing.remove(edge) == nil { isSame = false }
    }
    return isSame && missing.isEmpty
  }

  /// Removes a run that its owner has just made, and of which nothing was begun.
  package func removeRun(_ run: String, owner: Int) throws(StoreError) {
    try transaction(of: run, owner: owner) { () throws(StoreError) in
      for table in ["events", "requests", "edges", "nodes"] {
        try connection.run("DELETE FROM \(table) WHERE run = ?", [.text(run)])
      }
      try connection.run("DELETE FROM runs WHERE id = ?", [.text(run)])
    }
  }

  /// Returns the runs of a workflow, or of all, the newest first.
  package func runs(of workflow: String? = nil) throws(StoreError) -> [RunRecord] {
    try connection.rows(
      """
      SELECT id, workflow, file, state, created, owner, owner_host, owner_pid, owner_start,
        owner_boot, ended
      FROM runs WHERE ?1 IS NULL OR workflow = ?1 ORDER BY created DESC, id
      """, [SQLValue(workflow)]
    ) { row in
      RunRecord(
        id: row.text(0), workflow: row.text(1), file: row.text(2), state: row.text(3),
        created: row.text(4), ended: row.optionalText(10), owner: row.int(5),
        ownerHost: row.optionalText(6),
        ownerProcess: row.optionalInt(7).map {
          ProcessIdentity(pid: Int32($0), startTime: row.text(8), bootID: row.text(9))
        })
    }
  }

  /// Makes a process the owner of a run, if nobody else became it since the record was read.
  ///
  /// - Returns: the new owner number.
  /// - Throws: ``StoreError`` `ownerLost` where somebody was quicker.
  package func takeOver(
    _ run: RunRecord, host: String, process: ProcessIdentity
  ) throws(StoreError) -> Int {
    try connection.transaction { () throws(StoreError) in
      try connection.run(
        """
        UPDATE runs SET owner = owner + 1, owner_host = ?, owner_pid = ?, owner_start = ?,
          owner_boot = ?, state = 'running', ended = NULL WHERE id = ? AND owner = ?
        """,
        [
          .text(host), .int(Int(process.pid)), .text(process.startTime), .text(process.bootID),
          .text(run.id), .int(run.owner),
        ])
      guard connection.changes == 1 else { throw lostOwner() }
      try recordEvent("run taken over", run: run.id, node: nil, attempt: nil, detail: nil)
      return run.owner + 1
    }
  }

  /// Runs a body as one transaction of the run's owner.
  ///
  /// - Throws: ``StoreError`` `ownerLost` where another runner took over; nothing is written then.
  package func transaction(
    of run: String, owner: Int, _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      let current = try connection.rows("SELECT owner FROM runs WHERE id = ?", [.text(run)]) {
        $0.int(0)
      }
      guard current == [owner] else { throw lostOwner() }
      try body()
    }
  }

  private func lostOwner() -> StoreError {
    StoreError(.ownerLost, path: path, "another runner has taken the run over")
  }

  /// Records the end of a run, or that its runner leaves it, in a transaction of the owner.
  package func closeRun(_ run: String, owner: Int, state: String) throws(StoreError) {
    try transaction(of: run, owner: owner) { () throws(StoreError) in
      try recordRun(run, state: state, ended: WallClock.text(WallClock.now()))
      try recordEvent("run \(state)", run: run, node: nil, attempt: nil, detail: nil)
    }
  }

  package func recordRun(_ run: String, state: String, ended: String?) throws(StoreError) {
    try connection.run(
      "UPDATE runs SET state = ?, ended = ? WHERE id = ?",
      [.text(state), SQLValue(ended), .text(run)])
  }

  /// Appends to the journal.
  package func recordEvent(
    _ event: String, run: String, node: String?, attempt: String?, detail: String?
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO events (time, run, node, attempt, event, detail) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(WallClock.text(WallClock.now())), .text(run), SQLValue(node), SQLValue(attempt),
        .text(event), SQLValue(detail),
      ])
  }
}
