internal import CCResults
internal import CampaignStore
internal import EECore
internal import HostIO

/// Where an attempt left what it has to say: its log, and files in its directory.
struct AttemptFiles {
  /// What it printed; more than one where its two outputs were parted.
  let logs: [String]
  /// Where it ran, absolute; nil where nothing is to be looked for.
  let directory: String?
  /// Whether the directory is that of its experiment alone, so that all that is there is its own.
  let isOwn: Bool
  /// Files that changed before or at the end of this are those of other attempts, in nanoseconds by
  /// the clock of the file system.
  let span: Range<Int64>

  /// Finds the files of an attempt that ran last in its directory, or before the next one.
  ///
  /// Its start record tells its files from those of earlier attempts: all are on one file system,
  /// so that no other clock counts.
  init(
    _ attempt: AttemptRecord?, directory: String?, isOwn: Bool, next: AttemptRecord? = nil
  ) {
    let evidence = attempt.map { AttemptEvidence(directory: $0.directory) }
    let end = next.flatMap { AttemptEvidence(directory: $0.directory).startChanged } ?? Int64.max
    logs = [evidence?.logPath].compactMap(\.self)
    self.directory = directory
    self.isOwn = isOwn
    // Clocks of file systems tick in milliseconds: what changed in the tick in which the attempt before
    // ended is that one's.
    let before = attempt.flatMap(AttemptFiles.previous).flatMap(\.exitChanged)
    let start = max(evidence?.startChanged ?? 0, before.map { $0 + 1 } ?? 0)
    span = min(start, end)..<end
  }

  /// The records of the attempt that ran before in the same directory.
  private static func previous(_ attempt: AttemptRecord) -> AttemptEvidence? {
    guard attempt.number > 1, Paths.name(of: attempt.directory) == "\(attempt.number)" else {
      return nil
    }
    let parent = Paths.directory(of: attempt.directory)
    return AttemptEvidence(directory: Paths.join(parent, "\(attempt.number - 1)"))
  }

  /// Takes these files, and all that is in a directory that is theirs.
  init(logs: [String], directory: String?) {
    self.logs = logs
    self.directory = directory
    isOwn = directory != nil
    span = Int64.min..<Int64.max
  }

  /// Reads all of it once, in constant memory.
  func read(_ results: [ResultSpec]) -> LogReading {
    var reader = OutputReader(results)
    for log in logs {
      _ = try? Files.read(log) { reader.consumeLog($0) }
      reader.endLog()
    }
    for name in names(besides: reader.declaredFiles) { read(name, into: &reader) }
    return reader.finish()
  }

  /// Which of some files are not there, or are another attempt's by now.
  func gone(among names: [String]) -> Set<String> {
    Set(
      names.filter { name in
        guard let directory, let status = Files.status(Paths.join(directory, name)) else {
          return true
        }
        return !span.contains(status.changed)
      })
  }

  private func names(besides declared: [String]) -> [String] {
    guard let directory, isOwn else { return declared }
    var found: [String] = []
    // One listing instead of a question for each name that there might be.
    for name in (try? Directories.names(in: directory)) ?? []
    where OutputReader.usualFiles.contains(name) || OutputReader.mayBeTrace(name) {
      found.append(name)
    }
    return declared + found.sorted().filter { !declared.contains($0) }
  }

  private func read(_ name: String, into reader: inout OutputReader) {
    guard let directory else { return }
    let path = Paths.join(directory, name)
    guard let status = Files.status(path), status.kind == .file, span.contains(status.changed)
    else { return }
    reader.beginFile(name)
    do throws(SystemError) {
      _ = try Files.read(path) { reader.consumeFile($0) }
      reader.endFile()
    } catch { reader.fail(name, reason: error.reason) }
  }
}
