// One experiment in full.
extension CampaignStore {
  /// Returns the recorded files of an experiment, by name.
  package func files(
    of identifier: String, campaign: String
  ) throws(StoreError) -> [FileRecord] {
    let found = try experiments(named: [identifier], campaign: campaign)
    return (found[identifier]?.files ?? []).sorted { $0.name < $1.name }
  }

  /// Returns all attempts at an experiment, in whatever run, in the order they were submitted.
  package func attempts(ofExperiment uuid: String) throws(StoreError) -> [AttemptRecord] {
    try connection.rows(
      AttemptRecord.selection(version) + " WHERE n.uuid = ? ORDER BY a.submitted, n.id, a.number",
      [.text(uuid)], AttemptRecord.init)
  }
}
