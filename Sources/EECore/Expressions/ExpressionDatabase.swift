internal import CSQLite

/// What SQLite refused, in its own words.
struct ExpressionFailure: Error {
  let code: Int32
  let message: String
}

/// A database in memory that can hold one kind of table and reach nothing else.
final class ExpressionDatabase {
  private let handle: OpaquePointer
  private let watcher = ExpressionGuard()

  /// - Source: <https://www.sqlite.org/security.html>, <https://www.sqlite.org/limits.html>.
  init() throws(ExpressionFailure) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(":memory:", &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      sqlite3_close_v2(opened)
      throw ExpressionFailure(code: code, message: "no memory for a database")
    }
    handle = opened
    guard csqlite_refuse_double_quoted_strings(handle) == SQLITE_OK else { throw failure() }
    for (limit, value) in [
      (SQLITE_LIMIT_SQL_LENGTH, 1_000_000), (SQLITE_LIMIT_LENGTH, 200_000),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100), (SQLITE_LIMIT_ATTACHED, 0),
      (SQLITE_LIMIT_VDBE_OP, 250_000), (SQLITE_LIMIT_COMPOUND_SELECT, 2),
      (SQLITE_LIMIT_EXPR_DEPTH, 500), (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
      (SQLITE_LIMIT_WORKER_THREADS, 0),
    ] { sqlite3_limit(handle, limit, Int32(value)) }
    watcher.watch(handle)
    NumberFunctions.register(in: handle, for: watcher)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Returns the columns that a table would read for its generated ones.
  func columnsRead(creating table: String, as sql: String) throws(ExpressionFailure) -> Set<String>
  {
    watcher.columnsRead = []
    _ = try prepare(sql, .creating(table: table))
    return watcher.columnsRead
  }

  func create(table: String, as sql: String) throws(ExpressionFailure) {
    try run(sql, .creating(table: table))
  }

  /// The names of all columns of a table, generated ones too.
  func columns(of table: String) throws(ExpressionFailure) -> [String] {
    let statement = try prepare(
      "PRAGMA table_xinfo(\(SQLName.quoted(table)))", .describing(table: table))
    var names: [String] = []
    while try step(statement) {
      if case .text(let name) = statement.value(ofColumn: 1) { names.append(name) }
    }
    return names
  }

  /// What the last evaluation met that is no number.
  var slip: ExpressionGuard.Slip? { watcher.slip }

  /// Forgets what was met; from now on a number stands for it, or NULL.
  func forgetSlips(substituting number: Double? = nil) {
    watcher.slip = nil
    watcher.substitute = number
  }

  func begin() throws(ExpressionFailure) { try run("BEGIN", .transaction) }

  func prepare(_ sql: String) throws(ExpressionFailure) -> ExpressionStatement {
    try prepare(sql, .evaluating)
  }

  /// Runs a statement that gives no rows.
  func run(_ statement: ExpressionStatement) throws(ExpressionFailure) {
    while try step(statement) {}
  }

  /// - Returns: whether there is a row.
  func step(_ statement: ExpressionStatement) throws(ExpressionFailure) -> Bool {
    watcher.startCounting()
    switch statement.step() {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure()
    }
  }

  func failure() -> ExpressionFailure {
    ExpressionFailure(
      code: sqlite3_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
  }

  private func run(
    _ sql: String, _ phase: ExpressionGuard.Phase
  ) throws(ExpressionFailure) {
    try run(try prepare(sql, phase))
  }

  private func prepare(
    _ sql: String, _ phase: ExpressionGuard.Phase
  ) throws(ExpressionFailure) -> ExpressionStatement {
    watcher.phase = phase
    defer { watcher.phase = .evaluating }
    var prepared: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    guard sqlite3_prepare_v3(handle, sql, -1, flags, &prepared, nil) == SQLITE_OK,
      let prepared
    else { throw failure() }
    return ExpressionStatement(prepared)
  }
}
