internal import CSQLite
internal import EECore

/// A prepared statement; finalized when its owner goes away.
final class Statement {
  private let handle: OpaquePointer
  /// The texts that are bound, until the statement is reset.
  private var texts = ByteWriter(capacity: 512)

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  /// Binds all values; numbering begins at one.
  ///
  /// - Source: <https://www.sqlite.org/c3ref/bind_blob.html>; without a destructor SQLite takes
  ///   the texts where they are.
  func bind(_ values: [SQLValue]) -> Int32 {
    texts.clear()
    var length = 0
    for case .text(let text) in values { length += text.utf8.count }
    texts.reserve(length)
    var position: Int32 = 0
    for value in values {
      position += 1
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, position)
        case .int(let number): sqlite3_bind_int64(handle, position, Int64(number))
        case .double(let number): sqlite3_bind_double(handle, position, number)
        case .text(let text): bind(text, at: position)
        }
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  private func bind(_ text: String, at position: Int32) -> Int32 {
    let start = texts.count
    texts.append(text)
    let bytes = UnsafeBufferPointer(rebasing: texts.bytes[start...])
    return bytes.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), nil)
    }
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
    let bytes = utf8(column)
    return bytes.baseAddress == nil ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a text where SQLite has them, or none; valid until the next row is asked for.
  ///
  /// - Cost: no copy; as text SQLite would copy them to end them with a zero.
  package func lent(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(handle, Int32(column))
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
  }

  private func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(handle, Int32(column))
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
    return UnsafeBufferPointer(start: start, count: count)
  }

  /// The bytes of a text.
  package func bytes(_ column: Int) -> [UInt8] { Array(utf8(column)) }

  /// What a value is stored as.
  package enum Kind: Sendable {
    case null
    case int
    case double
    case text
  }

  package func kind(_ column: Int) -> Kind {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .int
    case SQLITE_FLOAT: .double
    default: .text
    }
  }

  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }
}
