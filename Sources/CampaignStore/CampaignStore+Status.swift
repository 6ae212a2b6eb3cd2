// A run at a glance: read in one pass over its nodes, whatever their number.
extension CampaignStore {
  /// How many nodes of one group are in one state.
  package struct NodeCount: Hashable, Sendable {
    /// The group that they belong to; nil for nodes of none.
    package let group: String?
    package let kind: NodeRecord.Kind
    package let state: JobState
    package fileprivate(set) var count: Int
  }

  /// Keeps few pages of the file in memory, for one pass over it does not come back to any.
  package func readsOnce() throws(StoreError) {
    try connection.execute("PRAGMA cache_size = -1024")
  }

  /// The greatest number of a node, and so no less than how many there are.
  package func nodeLimit() throws(StoreError) -> Int {
    try connection.rows("SELECT max(id) FROM nodes") { $0.int(0) }.first ?? 0
  }

  /// Counts the nodes of a run by group, kind and state, and shows each of them on the way.
  ///
  /// - Cost: reads each node's row once.
  package func nodeCounts(
    of run: String, _ visit: (NodeGlance) throws(StoreError) -> Void = { _ throws(StoreError) in }
  ) throws(StoreError) -> [NodeCount] {
    var counts: [NodeCount] = []
    var last: NodeTally?
    var index: [[String?]: Int] = [:]
    try connection.query(
      NodeGlance.selection(version) + " FROM \(CampaignStore.nodesInOrder) AND present ORDER BY id",
      [.text(run)]
    ) { row throws(StoreError) in
      // Members stand together, and most are in the state of the one before.
      if last?.holds(row) != true {
        let key = [row.optionalText(0), row.text(1), row.text(2)]
        let place = index[key] ?? counts.count
        if place == counts.count {
          index[key] = place
          counts.append(
            NodeCount(
              group: key[0], kind: NodeRecord.Kind(rawValue: row.text(1)) ?? .marker,
              state: JobState(rawValue: row.text(2)) ?? .ready, count: 0))
        }
        last = NodeTally(row, counts[place], place: place)
      }
      guard let last else { return }
      counts[last.place].count += 1
      try visit(NodeGlance(row, kind: last.kind, state: last.state))
    }
    return counts
  }

  /// Shows all attempts at the nodes of a run, in the order in which they were made.
  ///
  /// - Cost: reads each attempt's row once, and none twice.
  package func attemptGlances(
    at run: String, _ visit: (AttemptGlance) throws(StoreError) -> Void
  ) throws(StoreError) {
    let resolve = absolute(recorded:)
    // By the index of nodes each would have to be looked up.
    try connection.query(
      """
      \(AttemptGlance.selection) FROM attempts WHERE
        (SELECT count(*) FROM runs) = 1 OR +node IN (SELECT id FROM nodes WHERE run = ?)
      """, [.text(run)]
    ) { row throws(StoreError) in try visit(AttemptGlance(row, resolve: resolve)) }
  }

  /// Returns what a body makes of the newest attempt at the node of this number; nil without one.
  package func newestAttempt<Value>(
    atNode id: Int, _ body: (AttemptGlance) -> Value
  ) throws(StoreError) -> Value? {
    try connection.rows(
      AttemptGlance.selection + " FROM attempts WHERE node = ? ORDER BY number DESC LIMIT 1",
      [.int(id)]
    ) { body(AttemptGlance($0, resolve: absolute(recorded:))) }.first
  }

  /// Returns the newest attempt of one node; nil where it has none.
  package func latestAttempt(
    of node: String, run: String
  ) throws(StoreError) -> AttemptRecord? {
    try attempts(
      "n.run = ? AND n.name = ? ORDER BY a.number DESC LIMIT 1", [.text(run), .text(node)]
    ).first
  }

  /// Returns all attempts of one node, the first one first.
  package func attempts(
    of node: String, run: String
  ) throws(StoreError) -> [AttemptRecord] {
    try attempts("n.run = ? AND n.name = ? ORDER BY a.number", [.text(run), .text(node)])
  }
}

/// The group, kind and state that some nodes have in common.
private struct NodeTally {
  private let texts: [[UInt8]]
  let kind: NodeRecord.Kind
  let state: JobState
  let place: Int

  init(_ row: Row, _ count: CampaignStore.NodeCount, place: Int) {
    texts = (0..<3).map { row.bytes($0) }
    kind = count.kind
    state = count.state
    self.place = place
  }

  func holds(_ row: Row) -> Bool {
    (0..<3).allSatisfy { row.lent($0).elementsEqual(texts[$0]) }
  }
}

extension CampaignStore {
  /// Something that was recorded of a run as a whole.
  package struct RunEvent: Hashable, Sendable {
    package let event: String
    package let detail: String?
    /// UTC, as text.
    package let time: String
  }

  package static let pausedEvent = "paused"
  package static let unpausedEvent = "unpaused"

  /// What the present runner of a run has recorded of it as a whole, in order.
  package func eventsOfRunner(of run: String) throws(StoreError) -> [RunEvent] {
    let all = try connection.rows(
      "SELECT event, detail, time FROM events WHERE run = ? AND node IS NULL ORDER BY id",
      [.text(run)]
    ) { RunEvent(event: $0.text(0), detail: $0.optionalText(1), time: $0.text(2)) }
    let start = all.lastIndex { $0.event.hasPrefix("run ") }.map { $0 + 1 } ?? 0
    return Array(all[start...])
  }

  /// Shows, as JSON, the hosts that jobs of a run may go to which wait for room, and the GPUs that
  /// they ask for.
  package func waiting(
    in run: String, _ visit: (_ id: Int, _ hosts: String?, _ gpus: String?) -> Void
  ) throws(StoreError) {
    try connection.query(
      """
      SELECT id, CASE WHEN json_valid(job) THEN job -> '$.hosts' END,
        CASE WHEN json_valid(job) THEN job -> '$.gpus' END FROM nodes
      WHERE run = ? AND present AND kind = 'job' AND state = 'waiting' AND cause IS NULL
      """, [.text(run)]
    ) { row throws(StoreError) in visit(row.int(0), row.optionalText(1), row.optionalText(2)) }
  }

  /// The time of the newest event of a run, as UTC text.
  package func newestEvent(of run: String) throws(StoreError) -> String? {
    try connection.rows(
      "SELECT time FROM events WHERE run = ? ORDER BY id DESC LIMIT 1", [.text(run)]
    ) { $0.text(0) }.first
  }
}
