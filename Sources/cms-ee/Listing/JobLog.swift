import CCResults
import HostIO

/// What the log of an experiment that ran without us says: it informs, and decides nothing.
enum JobLog {
  /// The last part of a log is enough: jobs print their progress again and again.
  private static let lastBytes = 1 << 16

  /// Returns the newest progress line of a directory's first `*.out`, else of its first `*.log`.
  ///
  /// - Parameters:
  ///   - directory: of the experiment.
  ///   - suffixes: of the files to look for, the first that is found wins.
  /// - Returns: nil where there is no such file, or no such line in it.
  static func progress(
    in directory: String, suffixes: [String] = [".out", ".log"]
  ) -> ProgressLine? {
    let names = (try? Directories.names(in: directory)) ?? []
    for suffix in suffixes {
      guard let name = names.first(where: { $0.hasSuffix(suffix) }) else { continue }
      return progress(of: Paths.join(directory, name))
    }
    return nil
  }

  /// Returns the newest progress line of a log.
  static func progress(of path: String) -> ProgressLine? {
    guard let status = Files.status(path), status.kind == .file else { return nil }
    var reader = LogReader()
    _ = try? Files.read(path, from: max(0, status.size - lastBytes)) { reader.consume($0) }
    return reader.finish().progress
  }
}
