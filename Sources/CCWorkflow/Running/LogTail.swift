internal import CCResults
internal import HostIO

/// The end of a log: read for people, never for verdicts.
enum LogTail {
  /// Returns the newest progress that a job printed, looking at the last part of its log only.
  ///
  /// - Cost: constant, however long the log is.
  static func progress(of path: String) -> Double? {
    var reader = LogReader()
    reader.consume(lastBytes(of: path, count: 16_384))
    return reader.progress?.progress
  }

  /// Returns the last lines, without blank ones.
  static func lines(of path: String, count: Int) -> [String] {
    let text = String(decoding: lastBytes(of: path, count: 4096), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    return lines.suffix(count).map { line in
      // Controls would act on the terminal that shows them.
      String(
        String.UnicodeScalarView(
          line.prefix(200).unicodeScalars.map {
            $0.properties.generalCategory == .control ? " " : $0
          }))
    }
  }

  private static func lastBytes(of path: String, count: Int) -> [UInt8] {
    guard let status = Files.status(path) else { return [] }
    var bytes: [UInt8] = []
    _ = try? Files.read(path, from: max(0, status.size - count)) { bytes.append(contentsOf: $0) }
    return bytes
  }
}
