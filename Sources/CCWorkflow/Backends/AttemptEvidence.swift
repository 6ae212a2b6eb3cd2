internal import Glibc
internal import HostIO

/// The records of an attempt: what the wrapper left in its directory.
struct AttemptEvidence {
  /// A record file as it is found.
  enum Reading<Record> {
    case absent
    /// There, but cut: no evidence.
    case incomplete
    /// There, but it cannot be read, so nothing may be concluded.
    case unreadable(SystemError)
    case complete(Record, modified: Int64)
  }

  enum Start {
    /// The wrapper ran, as this process.
    case wrapper(host: String, process: ProcessIdentity, gpu: String)
    /// A resumer was quicker: no wrapper of this attempt will run its job.
    case claimed
  }

  /// What the start record of a wrapper says.
  struct Started: Hashable, Sendable {
    let host: String
    let pid: Int32
    /// When it was written, in nanoseconds since 1970.
    let modified: Int64
  }

  let directory: String
  /// How often a batch system had started it anew.
  private(set) var restart = 0

  private static let claimText = "claimed\nend\n"

  private var startPath: String { Paths.join(directory, "start.\(restart)") }
  private var exitPath: String { Paths.join(directory, "exit.\(restart)") }
  /// When its first start was recorded, in nanoseconds by the clock of the file system; nil where
  /// none was.
  var startChanged: Int64? { Files.status(Paths.join(directory, "start.0"))?.changed }
  /// When its first end was recorded, by the same clock; nil where none was.
  var exitChanged: Int64? { Files.status(Paths.join(directory, "exit.0"))?.changed }
  var logPath: String { Paths.join(directory, "log") }

  init(directory: String) { self.directory = directory }

  /// Returns the records of the last of the starts that an attempt has had.
  static func newest(in directory: String) -> AttemptEvidence {
    var evidence = AttemptEvidence(directory: directory)
    let names = (try? Directories.names(in: directory)) ?? []
    for name in names where name.hasPrefix("start.") {
      evidence.restart = max(evidence.restart, Int(name.dropFirst(6)) ?? 0)
    }
    return evidence
  }

  func start() -> Reading<Start> {
    switch fields(of: startPath) {
    case .absent: return .absent
    case .incomplete: return .incomplete
    case .unreadable(let error): return .unreadable(error)
    case .complete(let fields, let modified):
      if fields["claimed"] != nil, fields["host"] == nil {
        return .complete(.claimed, modified: modified)
      }
      guard let pid = fields["pid"].flatMap({ Int32($0) }), let began = fields["began"],
        let boot = fields["boot"]
      else { return .incomplete }
      let process = ProcessIdentity(pid: pid, startTime: began, bootID: boot)
      return .complete(
        .wrapper(host: fields["host"] ?? "", process: process, gpu: fields["gpu"] ?? ""),
        modified: modified)
    }
  }

  /// Returns what a whole start record of a wrapper says; nil without one.
  func started() -> Started? {
    guard case .complete(.wrapper(let host, let process, _), let modified) = start() else {
      return nil
    }
    return Started(host: host, pid: process.pid, modified: modified)
  }

  /// What the exit record says.
  struct Exit: Hashable, Sendable {
    let code: Int
    /// Whether the kernel killed for want of memory while the job ran, and the job was killed.
    var isOutOfMemory = false
    var usage = JobUsage()
  }

  func exit() -> Reading<Exit> {
    switch fields(of: exitPath) {
    case .absent: return .absent
    case .incomplete: return .incomplete
    case .unreadable(let error): return .unreadable(error)
    case .complete(let fields, let modified):
      guard let code = fields["exit"].flatMap({ Int($0) }) else { return .incomplete }
      let exit = Exit(
        code: code, isOutOfMemory: fields["oom"] != nil, usage: JobUsage(record: fields.lines))
      return .complete(exit, modified: modified)
    }
  }

  /// What is said where a wrapper ended with half a start record.
  var noRoom: SystemError { SystemError("cannot write", startPath, code: ENOSPC) }

  /// Whether the wrapper has begun to write how its job ended and is not through: without room it
  /// waits for some.
  var isEndCut: Bool { if case .incomplete = exit() { true } else { false } }

  /// Makes the start record itself, so that a late wrapper refuses to run.
  ///
  /// - Returns: whether no wrapper had made it before.
  func claim() throws(SystemError) -> Bool {
    try Directories.ensure(directory)
    return try Files.claim(startPath, Array(Self.claimText.utf8))
  }

  /// Reads `key value` lines; the last line must be `end`.
  private func fields(of path: String) -> Reading<RecordFields> {
    do throws(SystemError) {
      let (bytes, modified) = try Files.record(path)
      return RecordFields(bytes).map { .complete($0, modified: modified) } ?? .incomplete
    } catch {
      return error.isMissing ? .absent : .unreadable(error)
    }
  }
}

/// The lines of a record that is whole.
private struct RecordFields {
  private let bytes: [UInt8]

  init?(_ bytes: [UInt8]) {
    guard bytes.suffix(5).elementsEqual("\nend\n".utf8) else { return nil }
    self.bytes = bytes
  }

  var lines: [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  /// What stands behind a key and a blank.
  ///
  /// The first counts: what follows may be part of a value with line feeds.
  subscript(key: String) -> String? {
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: key.utf8) {
      let rest = line.dropFirst(key.utf8.count)
      guard rest.first ?? UInt8(ascii: " ") == UInt8(ascii: " ") else { continue }
      return String(decoding: rest.dropFirst(), as: UTF8.self)
    }
    return nil
  }
}
