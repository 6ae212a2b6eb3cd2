internal import CSQLite

/// What SQLite makes of an expression.
enum SQLResult: Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob

  /// The number that it is; texts are none, whatever they look like.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .null, .text, .blob: nil
    }
  }
}

/// A name as SQL takes it, whatever stands in it.
enum SQLName {
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// A prepared statement; finalized when its owner goes away.
final class ExpressionStatement {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  func step() -> Int32 { sqlite3_step(handle) }

  func reset() { sqlite3_reset(handle) }

  /// - Returns: whether SQLite took it.
  func bind(_ value: Int, at position: Int) -> Bool {
    sqlite3_bind_int64(handle, Int32(position), Int64(value)) == SQLITE_OK
  }

  /// - Returns: whether SQLite took it; a text may be too long.
  func bind(_ value: String?, at position: Int) -> Bool {
    guard var text = value else {
      return sqlite3_bind_null(handle, Int32(position)) == SQLITE_OK
    }
    // SQLITE_TRANSIENT makes SQLite copy.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(handle, Int32(position), $0.baseAddress, Int32($0.count), transient)
      }
    }
    return code == SQLITE_OK
  }

  func value(ofColumn column: Int) -> SQLResult {
    let column = Int32(column)
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_NULL: return .null
    case SQLITE_BLOB: return .blob
    default:
      guard let start = sqlite3_column_text(handle, column) else { return .text("") }
      let count = Int(sqlite3_column_bytes(handle, column))
      return .text(
        String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    }
  }
}
