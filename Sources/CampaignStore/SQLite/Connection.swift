internal import CSQLite
internal import HostIO

/// One connection to one database, used by one thread.
package final class Connection {
  package enum Access: Sendable {
    case readOnly
    /// Makes the database where there is none.
    case readWrite
  }

  package let path: String
  private let handle: OpaquePointer
  private var statements: [StatementKey: Statement] = [:]

  /// Opens a database without changing anything in it.
  ///
  /// Even readers open it for writing, and promise not to: who may not write cannot tidy the
  /// write-ahead log away when the last of them closes.
  package init(_ path: String, _ access: Access) throws(StoreError) {
    self.path = path
    var opened: OpaquePointer?
    let isSealed = access == .readOnly ? try SealedDatabase.check(path) : false
    let creating = access == .readWrite ? SQLITE_OPEN_CREATE : 0
    let opening = isSealed ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE
    let name = isSealed ? SealedDatabase.address(of: path) : path
    let code = sqlite3_open_v2(name, &opened, opening | creating | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
      sqlite3_close_v2(opened)
      throw StoreError(.sqlite(code), path: path, message)
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 10_000)
    try execute("PRAGMA foreign_keys = ON")
    if access == .readOnly {
      // Readers look up uuids, which lie anywhere: 64 MB of pages are not read twice.
      try execute("PRAGMA query_only = ON; PRAGMA cache_size = -65536")
    }
  }

  /// Chooses how commits reach the disk: the write-ahead log with full synchronisation on a local
  /// file system, a rollback journal elsewhere.
  ///
  /// - Source: <https://www.sqlite.org/wal.html>, "WAL does not work over a network filesystem".
  func prepareForWriting() throws(StoreError) {
    let mode = FileSystemKind.of(path) == .local ? "wal" : "delete"
    // Changing the mode needs the file for itself, and SQLite does not wait for that.
    var waited: Int32 = 0
    while try rows("PRAGMA journal_mode", [], { $0.text(0) }) != [mode] {
      do {
        try execute("PRAGMA journal_mode = \(mode)")
        break
      } catch {
        guard error.isBusy, waited < 10_000 else { throw error }
        waited += max(1, sqlite3_sleep(10))
      }
    }
    try execute("PRAGMA synchronous = FULL")
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Runs statements that take no values.
  package func execute(_ sql: String) throws(StoreError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  /// Runs one statement with values.
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
    try query(sql, values) { (_: Row) throws(StoreError) in }
  }

  /// Runs one statement and hands out its rows.
  ///
  /// - Cost: the statement is prepared once and kept.
  package func query(
    _ sql: String, _ values: [SQLValue] = [], _ body: (Row) throws(StoreError) -> Void
  ) throws(StoreError) {
    let statement = try prepare(sql)
    defer { statement.reset() }
    guard statement.bind(values) == SQLITE_OK else { throw failure(sql) }
    while true {
      switch statement.step() {
      case SQLITE_ROW: try body(statement.row)
      case SQLITE_DONE: return
      default: throw failure(sql)
      }
    }
  }

  /// Returns what a body makes of each row; `room` is how many there may be.
  package func rows<Value>(
    _ sql: String, _ values: [SQLValue] = [], room: Int = 0, _ body: (Row) -> Value
  ) throws(StoreError) -> [Value] {
    var found: [Value] = []
    found.reserveCapacity(room)
    try query(sql, values) { (row: Row) throws(StoreError) in found.append(body(row)) }
    return found
  }

  /// Runs a body as one transaction that takes the write lock at once, also those of databases that
  /// are attached; or each lock when it is needed.
  package func transaction<Value>(
    isImmediate: Bool = true, _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try run(isImmediate ? "BEGIN IMMEDIATE" : "BEGIN")
    do {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // A failed COMMIT has sometimes rolled back already; either way nothing is left open.
      sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// Rows changed by the last statement.
  package var changes: Int { Int(sqlite3_changes(handle)) }

  package var lastRowID: Int { Int(sqlite3_last_insert_rowid(handle)) }

  private func prepare(_ sql: String) throws(StoreError) -> Statement {
    if let statement = statements[StatementKey(sql: sql)] { return statement }
    var prepared: OpaquePointer?
    guard
      sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        == SQLITE_OK, let prepared
    else { throw failure(sql) }
    let statement = Statement(prepared)
    statements[StatementKey(sql: sql)] = statement
    return statement
  }

  private func failure(_ sql: String) -> StoreError {
    let code = sqlite3_extended_errcode(handle)
    let message = String(cString: sqlite3_errmsg(handle))
    let kind: StoreError.Kind =
      code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB ? .damaged : .sqlite(code)
    return StoreError(kind, path: path, message, sql: sql)
  }
}

/// The text of a statement, hashed by its length: comparing a literal with itself takes no time,
/// hashing its hundreds of bytes for each row does.
private struct StatementKey: Hashable {
  let sql: String

  func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
}
