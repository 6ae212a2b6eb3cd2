internal import CSQLite

/// Decides what SQLite may do for an expression, and when it has worked on one long enough.
///
/// - Source: <https://www.sqlite.org/c3ref/set_authorizer.html>; the codes of actions have no types.
final class ExpressionGuard {
  enum Phase: Hashable {
    /// A statement that creates one table is prepared.
    case creating(table: String)
    /// The columns of one table are asked for.
    case describing(table: String)
    /// Rows of our tables are written and read.
    case evaluating
    case transaction
  }

  /// What is no number where one is needed.
  enum Slip: Hashable {
    case text
    /// A number that is not whole, divided by `%`.
    case fraction
    /// A number that is not whole where one is counted or formatted.
    case cut
    /// NULL where something is formatted.
    case missing
    /// More or fewer values than a format asks for.
    case values
  }

  /// Steps of SQLite's machine that one evaluation may take.
  static let stepLimit = 10_000_000
  static let stepsPerCall = 10_000
  static let tablePrefix = "points"

  /// Functions that reach outside, or into SQLite itself.
  private static let refusedFunctions: Set<String> = [
    "load_extension", "sqlite_log", "fts3_tokenizer", "readfile", "writefile", "edit",
  ]

  var phase: Phase = .transaction
  /// Columns that the statement prepared last reads.
  var columnsRead: Set<String> = []
  /// What the last evaluation met first; nil where all numbers were numbers.
  var slip: Slip?
  /// What stands for such a value; nil for NULL.
  var substitute: Double?
  private var calls = 0

  func startCounting() { calls = 0 }

  func isExhausted() -> Bool {
    calls += 1
    return calls > Self.stepLimit / Self.stepsPerCall
  }

  func allows(_ action: Int32, _ first: String?, _ second: String?) -> Bool {
    let target = first ?? ""
    switch (phase, action) {
    case (_, SQLITE_FUNCTION):
      return !Self.refusedFunctions.contains((second ?? "").lowercased())
    case (.transaction, SQLITE_TRANSACTION): return true
    case (.creating(let table), SQLITE_CREATE_TABLE): return target == table
    case (.creating(let table), SQLITE_READ):
      if target == table, let second { columnsRead.insert(second) }
      return target == table || target == "sqlite_master"
    case (.creating, SQLITE_INSERT), (.creating, SQLITE_UPDATE): return target == "sqlite_master"
    case (.describing, SQLITE_PRAGMA): return target == "table_xinfo"
    case (.evaluating, SQLITE_SELECT): return true
    case (.evaluating, SQLITE_READ), (.evaluating, SQLITE_INSERT):
      return target.hasPrefix(Self.tablePrefix)
    default: return false
    }
  }

  /// Registers both callbacks; the guard must outlive the connection.
  func watch(_ handle: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(
      handle,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        let watcher = Unmanaged<ExpressionGuard>.fromOpaque(context).takeUnretainedValue()
        let allowed = watcher.allows(
          action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
        return allowed ? SQLITE_OK : SQLITE_DENY
      }, context)
    sqlite3_progress_handler(
      handle, Int32(Self.stepsPerCall),
      { context in
        guard let context else { return 1 }
        let watcher = Unmanaged<ExpressionGuard>.fromOpaque(context).takeUnretainedValue()
        return watcher.isExhausted() ? 1 : 0
      }, context)
  }
}
