// Where runs come from that were merged into this database.
extension CampaignStore {
  /// A database that a run was merged from.
  package struct Origin: Hashable, Sendable {
    /// The name of its file.
    package let database: String
    /// The host of the run's owner there; empty where it had none.
    package let host: String
  }

  /// Returns where the runs come from that did not begin in this database, by run.
  package func origins() throws(StoreError) -> [String: [Origin]] {
    guard version >= 6 else { return [:] }
    let rows = try connection.rows(
      "SELECT run, database, host FROM origins ORDER BY run, database, host"
    ) { (run: $0.text(0), origin: Origin(database: $0.text(1), host: $0.text(2))) }
    return rows.reduce(into: [:]) { $0[$1.run, default: []].append($1.origin) }
  }

  /// Returns where a run was merged from: nothing for one that began in this database.
  package func origins(of run: String) throws(StoreError) -> [Origin] {
    guard version >= 6 else { return [] }
    return try connection.rows(
      "SELECT database, host FROM origins WHERE run = ? ORDER BY database, host", [.text(run)]
    ) { Origin(database: $0.text(0), host: $0.text(1)) }
  }
}

extension CampaignStore.Origin: CustomStringConvertible {
  package var description: String { "'\(database)'" + (host.isEmpty ? "" : " of host '\(host)'") }
}
