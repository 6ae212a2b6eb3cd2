internal import EECore

// What attempts were run with.
extension CampaignStore {
  /// Records a set of facts under its hash, once.
  package func insert(facts: String, hash: String) throws(StoreError) {
    try connection.run(
      "INSERT OR IGNORE INTO facts (hash, content) VALUES (?, ?)", [.text(hash), .text(facts)])
  }

  /// Adds a set of facts to those of an attempt; where two say the same, the later counts.
  package func add(facts: String, hash: String, to attempt: String) throws(StoreError) {
    try insert(facts: facts, hash: hash)
    try connection.run(
      """
      UPDATE attempts SET facts = json_insert(coalesce(facts, '[]'), '$[#]', ?1)
      WHERE id = ?2 AND NOT EXISTS (SELECT 1 FROM json_each(attempts.facts) WHERE value = ?1)
      """, [.text(hash), .text(attempt)])
  }
}
