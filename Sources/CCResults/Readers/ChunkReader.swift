internal import EECore

/// Reads one file of a job, chunk by chunk.
protocol ChunkReader {
  mutating func consume(_ chunk: UnsafeRawBufferPointer)
  /// Returns what the whole file says.
  mutating func finish() -> FileReading
}

/// What one file of a job says.
struct FileReading {
  var measurements: [Measurement] = []
  var results: [String: PickedValues] = [:]
  /// In words, without the name of the file.
  var problems: [String] = []
  var omitted = 0
}

/// Reads what declared results match in the lines of a file.
struct PatternFile: ChunkReader {
  private var rows: PatternRows
  private var feed = LineFeed()

  init(_ results: [ResultSpec], file: String) { rows = PatternRows(results, file: file) }

  mutating func consume(_ chunk: UnsafeRawBufferPointer) {
    let (line, lines) = feed.take(chunk)
    line?.withUnsafeBytes { rows.scan($0) }
    if let lines { rows.scan(lines) }
  }

  mutating func finish() -> FileReading {
    feed.end()?.withUnsafeBytes { rows.scan($0) }
    return FileReading(results: rows.findings, problems: rows.problems)
  }
}
