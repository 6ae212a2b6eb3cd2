// A run at a glance: counted by the database, whatever the number of its nodes.
extension CampaignStore {
  /// How many nodes of one group are in one state.
  package struct NodeCount: Hashable, Sendable {
    /// The group that they belong to; nil for nodes of none.
    package let group: String?
    package let kind: NodeRecord.Kind
    package let state: JobState
    package fileprivate(set) var count: Int
  }

  /// Counts the nodes of a run by group, kind and state.
  ///
  /// - Cost: reads each node's row once.
  package func nodeCounts(of run: String) throws(StoreError) -> [NodeCount] {
    var counts: [NodeCount] = []
    var last: NodeTally?
    var index: [[String?]: Int] = [:]
    try connection.query(
      "SELECT \"group\", kind, state FROM \(CampaignStore.nodesInOrder) AND present", [.text(run)]
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
        last = NodeTally(row, place: place)
      }
      if let last { counts[last.place].count += 1 }
    }
    return counts
  }

  /// Returns the nodes that belong to no group, in the order of the file.
  package func topNodes(of run: String) throws(StoreError) -> [NodeRecord] {
    try connection.rows(
      """
      SELECT name, kind, state, cause, progress, uuid FROM \(CampaignStore.nodesInOrder)
        AND present AND "group" IS NULL ORDER BY id
      """, [.text(run)]
    ) {
      NodeRecord(
        name: $0.text(0), kind: NodeRecord.Kind(rawValue: $0.text(1)) ?? .marker,
        state: JobState(rawValue: $0.text(2)) ?? .ready, cause: $0.optionalText(3),
        progress: $0.optionalDouble(4) ?? 0, uuid: $0.optionalText(5))
    }
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
  let place: Int

  init(_ row: Row, place: Int) {
    texts = (0..<3).map { row.bytes($0) }
    self.place = place
  }

  func holds(_ row: Row) -> Bool {
    (0..<3).allSatisfy { row.lent($0).elementsEqual(texts[$0]) }
  }
}

extension CampaignStore {
  /// The time of the newest event of a run, as UTC text.
  package func newestEvent(of run: String) throws(StoreError) -> String? {
    try connection.rows(
      "SELECT time FROM events WHERE run = ? ORDER BY id DESC LIMIT 1", [.text(run)]
    ) { $0.text(0) }.first
  }
}
