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

  let directory: String

  private static let claimText = "claimed\nend\n"

  private var startPath: String { Paths.join(directory, "start.0") }
  private var exitPath: String { Paths.join(directory, "exit.0") }
  var logPath: String { Paths.join(directory, "log") }

  func start() -> Reading<Start> {
    switch lines(of: startPath) {
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

  /// The job's exit code.
  func exit() -> Reading<Int> {
    switch lines(of: exitPath) {
    case .absent: return .absent
    case .incomplete: return .incomplete
    case .unreadable(let error): return .unreadable(error)
    case .complete(let fields, let modified):
      guard let code = fields["exit"].flatMap({ Int($0) }) else { return .incomplete }
      return .complete(code, modified: modified)
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
  private func lines(of path: String) -> Reading<[String: String]> {
    guard let status = Files.status(path) else { return .absent }
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read(path) } catch {
      return error.isMissing ? .absent : .unreadable(error)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasSuffix("\nend\n") else { return .incomplete }
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let key = line.prefix { $0 != " " }
      // The first counts: what follows may be part of a value with line feeds.
      if fields[String(key)] == nil { fields[String(key)] = String(line.dropFirst(key.count + 1)) }
    }
    return .complete(fields, modified: status.modified)
  }
}
