/// Reads progress lines, timers and measurements from a job's output, chunk by chunk.
///
/// - Shape: Lines end with LF or CR and may hold any bytes; longer ones than 1 MiB are passed
///   over. The two outputs of a job can be read one after the other, with `endFile` between.
/// - Cost: One pass; memory for one line and for what was found.
package struct LogReader: Sendable {
  static let longestLine = 1 << 20
  private static let scanner = MarkScanner([TimerRows.mark, MLLogRows.mark, ProgressLine.mark])

  /// The newest progress so far, of complete lines.
  package private(set) var progress: ProgressLine?
  private var timers = TimerRows()
  private var measurements = MLLogRows()
  private var announced = ProgressValues()
  /// The line that the last chunk ended in.
  private var partial: [UInt8] = []
  private var isSkipping = false

  package init() {}

  package mutating func consume(_ chunk: [UInt8]) { chunk.withUnsafeBytes { consume($0) } }

  package mutating func consume(_ chunk: UnsafeRawBufferPointer) {
    guard let first = chunk.firstIndex(where: LogText.isLineEnd),
      let last = chunk.lastIndex(where: LogText.isLineEnd)
    else { return keep(chunk[...]) }
    keep(chunk[..<first])
    readPartial(isCut: false)
    if first < last { scan(UnsafeRawBufferPointer(rebasing: chunk[(first + 1)..<last])) }
    keep(chunk[(last + 1)...])
  }

  /// Ends the last line of a file, so that the next file begins a line of its own.
  package mutating func endFile() { readPartial(isCut: true) }

  /// Returns what was found so far; an unfinished last line counts only where it is whole.
  package mutating func finish() -> LogReading {
    endFile()
    let logged = measurements.measurements
    return LogReading(
      progress: progress, timers: timers.readings,
      measurements: logged + announced.measurements(besides: logged),
      omitted: timers.omitted + measurements.omittedCount + announced.omitted)
  }

  private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
    guard !isSkipping else { return }
    if partial.count + bytes.count > LogReader.longestLine {
      isSkipping = true
      partial = []
    } else {
      partial += bytes
    }
  }

  private mutating func readPartial(isCut: Bool) {
    let line = partial
    partial = []
    isSkipping = false
    let mayHoldMark = line.withUnsafeBytes { LogReader.scanner.next(in: $0, from: 0) != nil }
    if mayHoldMark { read(line[...], isCut: isCut) }
  }

  /// Reads whole lines in place.
  private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
    var lineStart = 0
    while let mark = LogReader.scanner.next(in: bytes, from: lineStart) {
      let start = bytes[lineStart..<mark].lastIndex(where: LogText.isLineEnd).map { $0 + 1 }
      let end = bytes[mark...].firstIndex(where: LogText.isLineEnd) ?? bytes.count
      let line = bytes[(start ?? lineStart)..<end]
      if line.count <= LogReader.longestLine { read(Array(line)[...], isCut: false) }
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
