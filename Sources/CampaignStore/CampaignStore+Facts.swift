// What attempts were run with, and what they were to leave.
extension CampaignStore {
  /// Returns the sets of facts of each attempt of a run that has some, as JSON, by attempt.
  package func facts(of run: String) throws(StoreError) -> [String: [String]] {
    guard version >= 5 else { return [:] }
    var found: [String: [String]] = [:]
    try connection.query(
      """
      SELECT a.id, f.content FROM nodes n JOIN attempts a ON a.node = n.id
      JOIN json_each(a.facts) j JOIN facts f ON f.hash = j.value
      WHERE n.run = ? AND a.facts IS NOT NULL ORDER BY n.id, a.number, j.key
      """, [.text(run)]
    ) { (row: Row) throws(StoreError) in found[row.text(0), default: []].append(row.text(1)) }
    return found
  }

  /// Returns what the nodes of a run declare that their jobs leave, as JSON, each text once.
  package func declaredResults(of run: String) throws(StoreError) -> [String] {
    guard version >= 5 else { return [] }
    return try connection.rows(
      """
      SELECT results FROM nodes WHERE run = ? AND present AND results IS NOT NULL
      GROUP BY results ORDER BY min(id)
      """, [.text(run)]
    ) { $0.text(0) }
  }
}
