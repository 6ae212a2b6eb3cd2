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
    try attempts("n.uuid = ? ORDER BY a.submitted, n.id, a.number", [.text(uuid)])
  }
}

// What is no experiment and has parameters all the same.
extension CampaignStore {
  /// The column of the parameters of nodes `n`, which databases of older versions lack.
  package var parametersColumn: String { version < 3 ? "NULL" : "n.parameters" }

  /// Returns the axes of a run's groups whose members are no experiments, as JSON.
  package func axesOfGroups(in run: String) throws(StoreError) -> [String] {
    guard version >= 3 else { return [] }
    return try connection.rows(
      "SELECT axes FROM nodes WHERE run = ? AND present AND axes IS NOT NULL ORDER BY id",
      [.text(run)]
    ) { $0.text(0) }
  }
}
