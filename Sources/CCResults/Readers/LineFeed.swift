/// Parts bytes that come in chunks into whole lines.
///
/// - Shape: Lines end with LF or CR and may hold any bytes; longer ones than 1 MiB are passed over.
/// - Cost: memory for one line.
struct LineFeed: Sendable {
  static let longestLine = 1 << 20

  /// The line that the last chunk ended in.
  private var partial: [UInt8] = []
  private var isSkipping = false

  /// Takes up a chunk.
  ///
  /// - Returns: the line that it completes, and the whole lines behind that, without the last end;
  ///   these may hold longer lines than the longest.
  mutating func take(
    _ chunk: UnsafeRawBufferPointer
  ) -> (line: [UInt8]?, lines: UnsafeRawBufferPointer?) {
    guard let first = chunk.firstIndex(where: LogText.isLineEnd),
      let last = chunk.lastIndex(where: LogText.isLineEnd)
    else {
      keep(chunk[...])
      return (nil, nil)
    }
    keep(chunk[..<first])
    let line = end()
    let lines = UnsafeRawBufferPointer(rebasing: chunk[min(first + 1, last)..<last])
    keep(chunk[(last + 1)...])
    return (line, lines.isEmpty ? nil : lines)
  }

  /// Ends the line that is under way; nil where there is none.
  mutating func end() -> [UInt8]? {
    let line = partial
    partial = []
    isSkipping = false
    return line.isEmpty ? nil : line
  }

  private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
    guard !isSkipping else { return }
    if partial.count + bytes.count > LineFeed.longestLine {
      isSkipping = true
      partial = []
    } else {
      partial += bytes
    }
  }

  /// Calls `body` for each line among whole ones that is not too long.
  static func each(
    in lines: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    var start = 0
    while start <= lines.count {
      let end = lines[start...].firstIndex(where: LogText.isLineEnd) ?? lines.count
      if end > start, end - start <= longestLine {
        body(UnsafeRawBufferPointer(rebasing: lines[start..<end]))
      }
      start = end + 1
    }
  }
}
