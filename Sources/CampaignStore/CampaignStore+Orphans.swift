internal import EECore

// Experiments that a sweep no longer has.
extension CampaignStore {
  /// An experiment as it is recorded.
  package struct RecordedExperiment: Hashable, Sendable {
    package let id: Int
    package let identifier: String
    package let uuid: String
  }

  /// Returns all recorded experiments of a campaign, in its order.
  package func recordedExperiments(
    campaign: String
  ) throws(StoreError) -> [RecordedExperiment] {
    try connection.rows(
      "SELECT id, identifier, uuid FROM experiments WHERE campaign = ? ORDER BY point, id",
      [.text(campaign)]
    ) { RecordedExperiment(id: $0.int(0), identifier: $0.text(1), uuid: $0.text(2)) }
  }

  /// Returns which of the uuids have attempts, in whatever run and however they ended.
  package func attempted(_ uuids: [String]) throws(StoreError) -> Set<String> {
    try choose(
      """
      SELECT value FROM json_each(?) WHERE EXISTS (
        SELECT 1 FROM nodes n JOIN attempts a ON a.node = n.id WHERE n.uuid = value)
      """, among: uuids)
  }

  /// Returns which of the uuids are submitted or running, or wait in a run that is under way.
  package func underWay(_ uuids: [String]) throws(StoreError) -> Set<String> {
    try choose(
      """
      SELECT value FROM json_each(?) WHERE EXISTS (
        SELECT 1 FROM nodes n JOIN runs r ON r.id = n.run WHERE n.uuid = value AND (
          n.state IN ('submitted', 'running')
          OR (n.state IN ('ready', 'waiting') AND n.present AND r.state = 'running')))
      """, among: uuids)
  }

  /// Returns the identifiers that other campaigns have in the same directory.
  package func sharedIdentifiers(
    _ identifiers: [String], campaign: String
  ) throws(StoreError) -> Set<String> {
    let places = try campaignPlaces()
    let directory = places[campaign]?.directory
    let others = places.filter { $0.key != campaign && $0.value.directory == directory }.map(\.key)
    let rows = try connection.rows(
      """
      SELECT e.identifier FROM json_each(?) AS named
      JOIN json_each(?) AS other
      JOIN experiments e ON e.campaign = other.value AND e.identifier = named.value
      """, [CampaignStore.list(identifiers), CampaignStore.list(others)]
    ) { $0.text(0) }
    return Set(rows)
  }

  private func choose(_ sql: String, among uuids: [String]) throws(StoreError) -> Set<String> {
    Set(try connection.rows(sql, [CampaignStore.list(uuids)]) { $0.text(0) })
  }

  private static func list(_ texts: [String]) -> SQLValue {
    .text(JSONWriter.text(.array(texts.map(JSONValue.string))))
  }

  /// Forgets experiments and their files; what was measured stays.
  ///
  /// Called within a transaction.
  package func removeExperiments(_ ids: [Int]) throws(StoreError) {
    for id in ids { try connection.run("DELETE FROM experiments WHERE id = ?", [.int(id)]) }
  }
}
