package import CampaignStore

/// What a run's database says about its nodes.
package struct StoredValues: ConditionValues {
  private let connection: Connection
  private let run: String

  /// Asks through the store's own connection, so that what is not committed yet counts too.
  package init(_ store: CampaignStore, run: String) {
    connection = store.connection
    self.run = run
  }

  package func metric(_ name: String, of node: String) throws(StoreError) -> [Double] {
    let members = try self.members(of: node)
    guard members.isEmpty else {
      var values: [Double] = []
      for member in members {
        let own = try self.values(name, of: member)
        if let value = own.last, !value.isNaN { values.append(value) }
      }
      return values
    }
    guard let id = try self.id(of: node) else { return [] }
    return try values(name, of: id)
  }

  package func state(of node: String) throws(StoreError) -> JobState? {
    try connection.rows(
      "SELECT state FROM nodes WHERE run = ?1 AND name = ?2", [.text(run), .text(node)]
    ) { $0.text(0) }.first.flatMap(JobState.init(rawValue:))
  }

  package func exitCode(of node: String) throws(StoreError) -> Int? {
    try connection.rows(
      "SELECT max(a.exit_code) FROM (\(Self.newest)) a", [.text(run), .text(node)]
    ) { $0.optionalInt(0) }.first ?? nil
  }

  package func seconds(of node: String) throws(StoreError) -> Double? {
    try connection.rows(
      "SELECT sum(a.seconds) FROM (\(Self.newest)) a", [.text(run), .text(node)]
    ) { $0.optionalDouble(0) }.first ?? nil
  }

  /// The newest attempts of a node, or of each of its members.
  private static let newest = """
    SELECT a.exit_code, a.seconds, max(a.number)
    FROM nodes n JOIN attempts a ON a.node = n.id
    WHERE n.run = ?1 AND (n.name = ?2 OR n."group" = ?2) AND n.present
    GROUP BY n.id
    """

  private func id(of node: String) throws(StoreError) -> Int? {
    try connection.rows(
      "SELECT id FROM nodes WHERE run = ?1 AND name = ?2", [.text(run), .text(node)]
    ) { $0.int(0) }.first
  }

  private func members(of node: String) throws(StoreError) -> [Int] {
    try connection.rows(
      "SELECT id FROM nodes WHERE run = ?1 AND \"group\" = ?2 AND present ORDER BY id",
      [.text(run), .text(node)]
    ) { $0.int(0) }
  }

  /// The values of the newest attempt in the order measured.
  ///
  /// That which stands for the attempt is the last of them, and the only one where there is no
  /// history. Timers are asked where no metric has the name.
  private func values(_ name: String, of node: Int) throws(StoreError) -> [Double] {
    let attempt = "(SELECT id FROM attempts WHERE node = ?1 ORDER BY number DESC LIMIT 1)"
    let measured: [(step: Int?, value: Double)] = try connection.rows(
      """
      SELECT step, value FROM measurements WHERE attempt = \(attempt) AND name = ?2
      ORDER BY step IS NULL, step
      """, [.int(node), .text(name)]
    ) { ($0.optionalInt(0), $0.optionalDouble(1) ?? 0) }
    guard measured.isEmpty else {
      let history = measured.filter { $0.step != nil }.map(\.value)
      let standing = measured.filter { $0.step == nil }.map(\.value)
      // It is one of the history's most often, and then is no other measurement.
      // Without one, the last that was reported is no number, and no earlier one counts as it.
      let last = standing.last ?? .nan
      return last == history.last ? history : history + [last]
    }
    return try connection.rows(
      "SELECT seconds FROM timers WHERE attempt = \(attempt) AND name = ?2 ORDER BY rowid",
      [.int(node), .text(name)]
    ) { $0.optionalDouble(0) ?? 0 }
  }
}
