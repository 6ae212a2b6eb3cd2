internal import CSQLite

/// A prepared statement; finalized when its owner goes away.
final class Statement {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  /// Binds all values; numbering begins at one.
  ///
  /// - Source: <https://www.sqlite.org/c3ref/bind_blob.html>; SQLITE_TRANSIENT makes SQLite copy.
  func bind(_ values: [SQLValue]) -> Int32 {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, position)
        case .int(let number): sqlite3_bind_int64(handle, position, Int64(number))
        case .double(let number): sqlite3_bind_double(handle, position, number)
        case .text(var text):
          text.withUTF8 {
            $0.withMemoryRebound(to: CChar.self) {
              sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), transient)
            }
          }
        }
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  func step() -> Int32 { sqlite3_step(handle) }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  var row: Row { Row(handle) }
}

/// One row of a result, valid until the next one is asked for.
package struct Row {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  package func int(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  package func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

  package func optionalDouble(_ column: Int) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(handle, Int32(column))
  }

  package func text(_ column: Int) -> String { optionalText(column) ?? "" }

  package func optionalText(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  private func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }
}
