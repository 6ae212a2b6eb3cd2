internal import HostIO

/// What is called on this machine before the first job of a run goes to a host, and at the end of the
/// run: a VPN, a virtual machine.
struct HostSwitch: Hashable, Sendable {
  /// What is known of a host that was switched on: it outlives the runner.
  struct Record: Hashable, Sendable {
    /// Whether `up` has ended well.
    var isDone: Bool
    /// Of this machine, when it was called.
    let boot: String
    let host: String
    /// Where commands are called.
    let directory: String
    let down: String?
    /// So long `down` may take, in nanoseconds.
    let downTime: Int64
  }

  /// What has become of a command.
  enum News: Hashable, Sendable {
    case called(command: String)
    /// It has ended well, after so many nanoseconds.
    case ended(after: Int64)
    case failed(reason: String)
  }

  /// As the hosts file has it.
  let host: String
  let up: String?
  let down: String?
  /// Where they are called, absolute: that of the hosts file.
  let directory: String
  /// Where the record and what they print are kept, absolute.
  let records: String
  /// So long each of them may take, in nanoseconds.
  var upTime = usualUpTime
  var downTime = usualDownTime

  /// A virtual machine may take minutes to start.
  static let usualUpTime: Int64 = 600_000_000_000
  /// The run has ended, and whoever waits for it waits for this.
  static let usualDownTime: Int64 = 300_000_000_000

  private static let name = "up"
  private var path: String { Paths.join(records, Self.name) }

  /// Whether it was switched on for this run, and this machine was not restarted since.
  var isOn: Bool {
    guard up != nil || down != nil else { return true }
    guard let record = Record(at: path) else { return false }
    return record.isDone && record.boot == ProcessIdentity.currentBoot()
  }

  /// Begins to switch it on; that it was begun is on the disk before.
  ///
  /// - Returns: the command to wait for; nil where there is none, so that it is on now.
  func begin(in loop: EventLoop, at now: Int64) throws(SystemError) -> RemoteCommand? {
    try Directories.ensure(records)
    try record(isDone: up == nil).write(to: path)
    guard let up else { return nil }
    return try HostSwitch.command(
      up, in: directory, log: Paths.join(records, "up.log"), loop, until: now + upTime)
  }

  /// Notes that the command has ended well.
  func finish() throws(SystemError) { try record(isDone: true).write(to: path) }

  /// Says why the command did not end well.
  func reason(_ result: RemoteCommand.Result) -> String {
    HostSwitch.reason("up", result, log: Paths.join(records, "up.log"), patience: upTime)
  }

  private func record(isDone: Bool) -> Record {
    Record(
      isDone: isDone, boot: ProcessIdentity.currentBoot(), host: host, directory: directory,
      down: down, downTime: downTime)
  }

  /// Calls a command of a user, whose output is added to a file.
  static func command(
    _ text: String, in directory: String, log: String, _ loop: EventLoop, until deadline: Int64
  ) throws(SystemError) -> RemoteCommand {
    let words = [
      "/bin/sh", "-c", #"cd -- "$1" && exec >>"$2" 2>&1 && eval "$3""#, "sh", directory, log, text,
    ]
    return try RemoteCommand(words, input: try ScratchFile(), in: loop, until: deadline)
  }

  /// Says why a command of a user did not end well.
  static func reason(
    _ key: String, _ result: RemoteCommand.Result, log: String, patience: Int64
  ) -> String {
    if result.isLate {
      return "'\(key)' has not ended within \(Span.text(patience)), and was ended"
    }
    let said = String(decoding: (try? Files.read(log)) ?? [], as: UTF8.self)
    let last = (said + result.errors).split(whereSeparator: \.isNewline).last
    return "'\(key)' ended with exit code \(result.code)" + (last.map { ": \($0)" } ?? "")
  }

  /// The hosts that are on, of those whose records lie below a directory.
  static func records(below directory: String) -> [(path: String, record: Record)] {
    ((try? Directories.names(in: directory)) ?? []).sorted().compactMap { host in
      let path = Paths.join(Paths.join(directory, host), name)
      return Record(at: path).map { (path, $0) }
    }
  }
}

extension HostSwitch.Record {
  /// Reads a record; nil where there is none.
  init?(at path: String) {
    guard let bytes = try? Files.read(path) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 5 else { return nil }
    let words = lines[0].split(separator: " ")
    self.init(
      isDone: words.first == "done", boot: lines[1], host: lines[2], directory: lines[3],
      down: lines[4].isEmpty ? nil : lines[4],
      downTime: words.dropFirst().first.flatMap { Int64($0) } ?? HostSwitch.usualDownTime)
  }

  func write(to path: String) throws(SystemError) {
    let lines = ["\(isDone ? "done" : "begun") \(downTime)", boot, host, directory, down ?? ""]
    try Files.replace(path, Array(lines.joined(separator: "\n").utf8))
    try Files.synchronise(path)
  }
}
