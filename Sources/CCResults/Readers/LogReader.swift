package import EECore

/// Reads progress lines, timers and measurements from a job's output, chunk by chunk, and what
/// declared results match there.
///
/// - Shape: The two outputs of a job can be read one after the other, with `endFile` between.
/// - Cost: One pass, and one more for each regular expression; memory for one line and for what was
///   found.
package struct LogReader {
  private static let scanner = MarkScanner([TimerRows.mark, MLLogRows.mark, ProgressLine.mark])

  /// The newest progress so far, of complete lines.
  package private(set) var progress: ProgressLine?
  private var timers = TimerRows()
  private var measurements = MLLogRows()
  private var announced = ProgressValues()
  private var patterns: PatternRows
  private var feed = LineFeed()

  package init(_ results: [ResultSpec] = []) { patterns = PatternRows(results, file: nil) }

  package mutating func consume(_ chunk: [UInt8]) { chunk.withUnsafeBytes { consume($0) } }

  package mutating func consume(_ chunk: UnsafeRawBufferPointer) {
    let (line, lines) = feed.take(chunk)
    line?.withUnsafeBytes { scan($0, isCut: false) }
    if let lines { scan(lines, isCut: false) }
  }

  /// Ends the last line of a file, so that the next file begins a line of its own.
  package mutating func endFile() {
    feed.end()?.withUnsafeBytes { scan($0, isCut: true) }
  }

  /// Returns what was found so far; an unfinished last line counts only where it is whole.
  package mutating func finish() -> LogReading {
    endFile()
    let logged = measurements.measurements
    let named = Set(timers.readings.map(\.name))
    let intervals = measurements.intervals
    return LogReading(
      progress: progress,
      timers: timers.readings + intervals.readings.filter { !named.contains($0.name) },
      measurements: logged + announced.measurements(besides: logged),
      results: patterns.findings, problems: patterns.problems + intervals.problems,
      omitted: timers.omitted + measurements.omittedCount + announced.omitted)
  }

  /// Reads whole lines in place.
  private mutating func scan(_ bytes: UnsafeRawBufferPointer, isCut: Bool) {
    patterns.scan(bytes)
    var lineStart = 0
    while let mark = LogReader.scanner.next(in: bytes, from: lineStart) {
      let start = bytes[lineStart..<mark].lastIndex(where: LogText.isLineEnd).map { $0 + 1 }
      let end = bytes[mark...].firstIndex(where: LogText.isLineEnd) ?? bytes.count
      let line = bytes[(start ?? lineStart)..<end]
      if line.count <= LineFeed.longestLine { read(Array(line)[...], isCut: isCut) }
      lineStart = end
    }
  }

  private mutating func read(_ line: ArraySlice<UInt8>, isCut: Bool) {
    // Rows of MLLOG come first: they name cloudmesh as their namespace.
    if let row = LogText.rest(after: MLLogRows.mark, in: line) {
      measurements.read(row)
    } else if let row = LogText.rest(after: TimerRows.mark, in: line) {
      timers.read(row, isCut: isCut)
    } else if let line = ProgressLine(line) {
      progress = line.completed(by: progress)
      announced.read(line)
    }
  }
}
