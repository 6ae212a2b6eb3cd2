internal import EECore

/// Bytes of an export on their way out, some tens of thousands at a time.
final class ExportBuffer {
  private static let size = 1 << 16
  private var bytes = ByteWriter(capacity: 2 * ExportBuffer.size)
  private let write: (UnsafeBufferPointer<UInt8>) -> Void

  init(_ write: @escaping (UnsafeBufferPointer<UInt8>) -> Void) { self.write = write }

  func append(_ text: String) { bytes.append(text) }

  func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

  func append(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(text) }

  func append(quoted text: UnsafeBufferPointer<UInt8>) { bytes.append(quoted: text) }

  func append(quoted text: String) { bytes.append(quoted: text) }

  /// Appends a number in the shortest spelling that reads back as the same one.
  func append(_ number: Double) {
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 {
      bytes.append(whole)
    } else {
      bytes.append("\(number)")
    }
  }

  func append(_ number: Int) { bytes.append(Int64(number)) }

  /// Called at the end of each row.
  func endRow() { if bytes.count >= Self.size { flush() } }

  func flush() {
    write(bytes.bytes)
    bytes.clear()
  }
}
