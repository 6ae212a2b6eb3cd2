internal import HostIO

/// The campaign database: experiments, runs, attempts and what they measured.
///
/// One writer at a time; the parts that belong together are methods of extensions beside it.
package final class CampaignStore {
  package let connection: Connection
  package var path: String { connection.path }

  /// Opens a database, makes its tables where they are missing, and brings older ones up to date.
  ///
  /// - Throws: ``StoreError`` where the file is foreign, damaged, or of a later version.
  package init(_ path: String, _ access: Connection.Access = .readWrite) throws(StoreError) {
    connection = try Connection(path, access)
    let version = try pragma("user_version")
    let application = try pragma("application_id")
    guard application == Schema.applicationID || (application == 0 && version == 0) else {
      throw StoreError(.foreign, path: path, "not a campaign database")
    }
    guard version <= Schema.version else {
      throw StoreError(
        .newer(version: version), path: path,
        "its schema is version \(version), this program knows up to \(Schema.version)")
    }
    guard version < Schema.version else { return }
    guard access == .readWrite else {
      throw StoreError(.foreign, path: path, "not a campaign database: it has no tables yet")
    }
    try migrate()
  }

  private func migrate() throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      // Another process may have done it while we waited for the lock.
      let version = try pragma("user_version")
      guard version < Schema.version else { return }
      for step in Schema.migrations[version...] { try connection.execute(step) }
      try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
      try connection.execute("PRAGMA user_version = \(Schema.version)")
    }
  }

  /// Asks SQLite whether the pages of the file agree with each other.
  ///
  /// - Cost: reads the whole file.
  /// - Source: <https://www.sqlite.org/pragma.html#pragma_quick_check>
  package func check() throws(StoreError) {
    let answers = try connection.rows("PRAGMA quick_check") { $0.text(0) }
    guard answers == ["ok"] else {
      throw StoreError(.damaged, path: path, "damaged: " + (answers.first ?? "no answer"))
    }
  }

  private func pragma(_ name: String) throws(StoreError) -> Int {
    try connection.rows("PRAGMA \(name)") { $0.int(0) }.first ?? 0
  }
}
