internal import EECore
internal import HostIO

// Requests of other processes to the owner of a run.
extension CampaignStore {
  /// Records a request, whoever owns the run.
  ///
  /// - Returns: its number, by which its answer is found.
  package func insertRequest(
    _ action: RequestRecord.Action, nodes: [String]?, run: String
  ) throws(StoreError) -> Int {
    try connection.transaction { () throws(StoreError) in
      try connection.run(
        "INSERT INTO requests (run, action, nodes, created) VALUES (?, ?, ?, ?)",
        [
          .text(run), .text(action.rawValue),
          SQLValue(nodes.map { JSONWriter.text(.array($0.map(JSONValue.string))) }),
          .text(WallClock.text(WallClock.now())),
        ])
      return connection.lastRowID
    }
  }

  /// Returns what nobody has dealt with yet, in the order in which it was asked for.
  ///
  /// Who performs them records what follows and ``answer(_:_:)`` in one transaction, so that each
  /// is performed once.
  package func openRequests(of run: String) throws(StoreError) -> [RequestRecord] {
    try requests("run = ? AND handled IS NULL", .text(run))
  }

  /// Returns a request as it is now.
  package func request(_ id: Int) throws(StoreError) -> RequestRecord? {
    try requests("id = ?", .int(id)).first
  }

  /// Records what came of a request; called within a transaction of the owner.
  package func answer(_ request: Int, _ answer: String) throws(StoreError) {
    try connection.run(
      "UPDATE requests SET handled = ?, answer = ? WHERE id = ? AND handled IS NULL",
      [.text(WallClock.text(WallClock.now())), .text(answer), .int(request)])
  }

  private func requests(
    _ condition: String, _ value: SQLValue
  ) throws(StoreError) -> [RequestRecord] {
    // An older program's database, opened for reading, holds none.
    guard version >= 3 else { return [] }
    return try connection.rows(
      """
      SELECT id, run, action, nodes, created, handled, answer FROM requests
      WHERE \(condition) ORDER BY id
      """, [value]
    ) { row in
      RequestRecord(
        id: row.int(0), run: row.text(1),
        action: RequestRecord.Action(rawValue: row.text(2)) ?? .pause,
        nodes: row.optionalText(3).map(CampaignStore.names), created: row.text(4),
        handled: row.optionalText(5), answer: row.optionalText(6))
    }
  }

  private static func names(_ json: String) -> [String] {
    guard case .array(let values) = try? JSONParser.parse(json) else { return [] }
    return values.compactMap { value in
      guard case .string(let name) = value else { return nil }
      return name
    }
  }
}
