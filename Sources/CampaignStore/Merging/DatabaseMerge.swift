internal import HostIO

/// Takes up in one database all that others have: a union in which no attempt is lost.
///
/// The result is the same in whatever order the others come, and however often. Runs are the same
/// where their identifiers are, and so are attempts; nodes are where run and name are, experiments
/// where campaign, identifier and uuid are. Of a run that two databases have in different states the
/// one counts whose newest event is later.
///
/// - Cost: statements of SQL over whole tables; memory does not depend on their size.
package final class DatabaseMerge {
  let store: CampaignStore
  var connection: Connection { store.connection }
  /// The directory in which the database will stand, absolute.
  let home: String
  /// What messages call it.
  let label: String
  /// Whether it began empty; else what it has generated itself stays recorded as it is.
  let isFresh: Bool
  /// The name by which statements reach the database that is being taken up.
  var source = "main"
  /// So many databases are attached at once.
  ///
  /// - Source: <https://www.sqlite.org/limits.html#max_attached>
  package static let most = 8
  /// What was said differently, in the order in which it was met.
  package internal(set) var conflicts: [MergeConflict] = []

  /// Merges into a database that is there: all that a take changes is one transaction.
  package init(into store: CampaignStore) {
    self.store = store
    home = store.home
    label = "'\(store.path)'"
    isFresh = false
  }

  /// Merges into a new database that nobody sees before ``finish(as:)``.
  package init(newIn directory: String) throws(StoreError) {
    store = try CampaignStore(MergeInput.scratchPath(in: directory))
    home = store.home
    label = "the other databases"
    isFresh = true
    // Nobody needs a part of it: where it cannot be finished it is removed.
    try connection.execute("PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF")
    try connection.execute("PRAGMA cache_size = -65536")
    // Sorted once at the end they take half the time.
    try connection.execute("DROP INDEX measurements_by_attempt; DROP INDEX timers_by_attempt")
  }

  /// Makes the indexes that a new database does without until they are used.
  func ensureIndexes() throws(StoreError) {
    for table in ["measurements", "timers"] {
      try connection.execute(
        "CREATE INDEX IF NOT EXISTS main.\(table)_by_attempt ON \(table) (attempt)")
    }
  }

  /// Takes up databases, in one transaction for each eight.
  ///
  /// - Throws: ``StoreError``; a database that was there before is as it was then.
  package func take(_ inputs: [MergeInput]) throws(StoreError) {
    // Rows refer to each other as they did; looking each one up again would take as long again.
    try connection.execute("PRAGMA foreign_keys = OFF")
    var rest = inputs[...]
    while !rest.isEmpty {
      try takeTogether(rest.prefix(Self.most))
      rest = rest.dropFirst(Self.most)
    }
    try connection.execute("PRAGMA foreign_keys = ON")
  }

  private func takeTogether(_ inputs: ArraySlice<MergeInput>) throws(StoreError) {
    let before = conflicts
    var attached = 0
    var current = inputs.first
    do throws(StoreError) {
      for input in inputs {
        try connection.run("ATTACH ? AS \(Self.name(of: attached))", [.text(input.attached)])
        attached += 1
      }
      // Nobody who writes the others is to wait for us, nor we for them.
      try connection.transaction(isImmediate: false) { () throws(StoreError) in
        // Takes our own write lock before anything is read.
        try connection.execute("DELETE FROM main.runs WHERE false")
        for (place, input) in zip(0..., inputs) {
          current = input
          source = Self.name(of: place)
          try takeAll(of: input)
        }
      }
    } catch {
      conflicts = before
      for place in 0..<attached { try? connection.execute("DETACH \(Self.name(of: place))") }
      guard error.isDamage, let current else { throw error }
      throw StoreError(.damaged, path: current.path, error.message)
    }
    for place in 0..<attached { try connection.execute("DETACH \(Self.name(of: place))") }
  }

  private func takeAll(of input: MergeInput) throws(StoreError) {
    try takeCampaigns(of: input)
    try takeRuns(of: input)
    try takeAttempts(of: input)
    try takeEvents()
    try takeOrigins(of: input)
    try dropTemporaryTables()
  }

  private static func name(of place: Int) -> String { "other\(place)" }

  /// Takes up what another merge has gathered from these databases.
  package func take(_ other: DatabaseMerge, from inputs: [MergeInput]) throws(StoreError) {
    try other.ensureIndexes()
    try take([MergeInput(merged: other.store, from: inputs)])
  }

  /// Gives a new database its name, where nothing is yet.
  package func finish(as path: String) throws {
    try ensureIndexes()
    try connection.execute("PRAGMA main.journal_mode = DELETE")
    try Files.synchronise(store.path)
    try Files.rename(store.path, to: path)
  }

  /// Removes a new database that was not finished.
  package func discard() { MergeInput.removeDatabase(store.path) }

  /// How many rows of a table there are.
  package func count(_ table: String) throws(StoreError) -> Int {
    try connection.rows("SELECT count(*) FROM main.\(table)") { $0.int(0) }.first ?? 0
  }
}

// What the steps have in common.
extension DatabaseMerge {
  /// The columns of a table, quoted, besides some.
  func columns(_ table: String, besides others: Set<String> = []) throws(StoreError) -> [String] {
    try connection.rows(
      "SELECT name FROM pragma_table_info(?) ORDER BY cid", [.text(table)]
    ) { $0.text(0) }.filter { !others.contains($0) }.map { "\"\($0)\"" }
  }

  /// Columns of one table as a list of SQL.
  static func list(_ columns: [String], of table: String? = nil) -> String {
    columns.map { (table.map { $0 + "." } ?? "") + $0 }.joined(separator: ", ")
  }

  /// The names of the databases in which a run was by now.
  func places(ofRun run: String) throws(StoreError) -> String {
    let names = try connection.rows(
      "SELECT DISTINCT database FROM main.origins WHERE run = ? ORDER BY database", [.text(run)]
    ) { "'\($0.text(0))'" }
    return names.isEmpty ? label : names.joined(separator: " and ")
  }

  private func dropTemporaryTables() throws(StoreError) {
    let names = try connection.rows(
      "SELECT name FROM sqlite_temp_schema WHERE type = 'table'"
    ) { $0.text(0) }
    for name in names { try connection.execute("DROP TABLE temp.\(name)") }
  }
}
