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
    let absent = try absentNodes(of: run)
    if absent.isEmpty, earlier.count == nodes.count,
      earlier.indices.allSatisfy({ earlier[$0].name == nodes[$0].name })
    {
      let changed = nodes.indices.filter { nodes[$0] != earlier[$0] }
      return try insert(changed.map { nodes[$0] }, [], run: run)
    }
    var present = Dictionary(earlier.map { ($0.name, $0) }) { $1 }
    for name in absent { present[name] = nil }
    let changed = nodes.filter { present.removeValue(forKey: $0.name) != $0 }
    for name in present.keys {
      try connection.run(
        "UPDATE nodes SET present = 0 WHERE run = ? AND name = ?", [.text(run), .text(name)])
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
            retries, parameters, axes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, name) DO UPDATE SET kind = excluded.kind, "group" = excluded."group",
          state = excluded.state, cause = excluded.cause, progress = excluded.progress,
          uuid = excluded.uuid, job = excluded.job, input = excluded.input,
          appearance = excluded.appearance, open = excluded.open, retries = excluded.retries,
          parameters = excluded.parameters, axes = excluded.axes, present = 1
        """,
        [
          .text(run), .text(node.name), .text(node.kind.rawValue), SQLValue(node.group),
          .text(node.state.rawValue), SQLValue(node.cause), .double(node.progress),
          SQLValue(node.uuid), SQLValue(node.job), SQLValue(node.input), SQLValue(node.appearance),
          .int(node.isOpen ? 1 : 0), .int(node.retries), SQLValue(node.parameters),
          SQLValue(node.axes),
        ])
    }
    for edge in edges {
      try connection.run(
        "INSERT OR IGNORE INTO edges (run, source, destination) VALUES (?, ?, ?)",
        [.text(run), .text(edge.source), .text(edge.destination)])
    }
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

  /// Whether nothing of a run is left to do, and nobody asks for anything.
  package func isSettled(_ run: String) throws(StoreError) -> Bool {
    guard try openRequests(of: run).isEmpty else { return false }
    return try connection.rows(
      """
      SELECT 1 FROM nodes NOT INDEXED WHERE run = ?
        AND state NOT IN ('done', 'failed', 'lost', 'cancelled', 'skipped')
        AND (present OR state IN ('submitted', 'running')) LIMIT 1
      """, [.text(run)]
    ) { $0.int(0) }.isEmpty
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
    try connection.rows(
      """
      SELECT name, kind, "group", state, cause, progress, uuid, job, input, appearance,
        \(version < 3 ? "0, 0, NULL, NULL" : "open, retries, parameters, axes")
      FROM \(CampaignStore.nodesInOrder) AND \(condition) ORDER BY id
      """, values
    ) {
      NodeRecord(
        name: $0.text(0), kind: NodeRecord.Kind(rawValue: $0.text(1)) ?? .marker,
        group: $0.optionalText(2), state: JobState(rawValue: $0.text(3)) ?? .ready,
        cause: $0.optionalText(4), progress: $0.optionalDouble(5) ?? 0, uuid: $0.optionalText(6),
        job: $0.optionalText(7), input: $0.optionalText(8),
        parameters: $0.optionalText(12), axes: $0.optionalText(13),
        appearance: $0.optionalText(9), isOpen: $0.int(10) != 0, retries: $0.int(11))
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
