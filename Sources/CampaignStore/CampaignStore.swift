internal import HostIO

/// The campaign database: experiments, runs, attempts and what they measured.
///
/// One writer at a time; the parts that belong together are methods of extensions beside it.
package final class CampaignStore {
  package let connection: Connection
  /// Of the tables; a reader takes those of older programs as they are.
  private(set) var version = Schema.version
  package var path: String { connection.path }
  /// The file whose lock a process has while it writes experiments.
  package var lockPath: String { path + ".lock" }
  /// The database's directory, absolute.
  lazy var home = Paths.absolute(Paths.directory(of: path))

  /// Opens a database, makes its tables where they are missing, and brings older ones up to date.
  ///
  /// - Throws: ``StoreError`` where the file is missing, foreign, damaged, or of a later version; it
  ///   is as it was then.
  package init(_ path: String, _ access: Connection.Access = .readWrite) throws(StoreError) {
    try CampaignStore.checkFile(path, access)
    connection = try Connection(path, access)
    let version = try pragma("user_version")
    try checkOrigin(version: version)
    guard version <= Schema.version else {
      throw StoreError(
        .newer(version: version), path: path,
        "its schema is version \(version), this program knows up to \(Schema.version)")
    }
    guard access == .readWrite else {
      guard version > 0 else {
        throw StoreError(.foreign, path: path, "not a campaign database: it has no tables yet")
      }
      self.version = version
      return
    }
    try connection.prepareForWriting()
    if version < Schema.version { try migrate() }
  }

  /// SQLite takes a short file for an empty database, and would write over it.
  ///
  /// - Source: <https://www.sqlite.org/fileformat.html#magic_header_string>
  private static func checkFile(
    _ path: String, _ access: Connection.Access
  ) throws(StoreError) {
    guard let status = Files.status(path) else {
      guard access == .readWrite else {
        throw StoreError(.missing, path: path, "there is no such file")
      }
      return
    }
    guard status.kind == .file else {
      let kind = status.kind == .directory ? "a directory" : "a pipe, socket or device"
      throw StoreError(.foreign, path: path, "it is \(kind)")
    }
    guard status.size == 0 || CampaignStore.isDatabase(path) == true else {
      throw StoreError(.foreign, path: path, "not a database")
    }
  }

  /// Whether a file begins as databases do; nil where it cannot be read.
  package static func isDatabase(_ path: String) -> Bool? {
    (try? Files.start(of: path, count: 15)).map { $0.elementsEqual("SQLite format 3".utf8) }
  }

  /// A file without our mark is ours only while nobody has put anything into it.
  private func checkOrigin(version: Int) throws(StoreError) {
    // In this order: another process may make the tables and the mark, in one step, meanwhile.
    let tables = try connection.rows("SELECT count(*) FROM sqlite_schema") { $0.int(0) }
    let application = try pragma("application_id")
    guard application != Schema.applicationID else { return }
    guard application == 0, version == 0, tables == [0] else {
      throw StoreError(.foreign, path: path, "not a campaign database")
    }
  }

  private func migrate() throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      // Another process may have done it while we waited for the lock.
      let version = try pragma("user_version")
      guard version < Schema.version else { return }
      for step in Schema.migrations[version...] { try connection.execute(step) }
      if version > 0 { try connection.execute(Schema.uuidIndex) }
      try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
      try connection.execute("PRAGMA user_version = \(Schema.version)")
    }
  }

  /// Asks SQLite whether the pages of the file agree with each other.
  ///
  /// - Cost: reads the whole file.
  /// - Source: <https://www.sqlite.org/pragma.html#pragma_quick_check>
  package func check() throws(StoreError) { try check("PRAGMA quick_check") }

  /// Asks the same of what says how runs stand, and of nothing else: enough for who only reads that.
  ///
  /// - Cost: reads the rows of all nodes, a third of a database of runs.
  package func checkRuns() throws(StoreError) {
    for table in ["runs", "nodes"] { try check("PRAGMA quick_check(\(table))") }
  }

  private func check(_ pragma: String) throws(StoreError) {
    let answers = try connection.rows(pragma) { $0.text(0) }
    guard answers == ["ok"] else {
      throw StoreError(.damaged, path: path, "damaged: " + (answers.first ?? "no answer"))
    }
  }

  private func pragma(_ name: String) throws(StoreError) -> Int {
    try connection.rows("PRAGMA \(name)") { $0.int(0) }.first ?? 0
  }
}
