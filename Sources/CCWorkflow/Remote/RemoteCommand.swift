internal import HostIO

/// A command that an event loop watches, with files for all that goes in and comes out.
///
/// It has a time to end by: a connection that hangs holds up nobody else.
final class RemoteCommand {
  /// How it ended, and what it printed.
  struct Result {
    let code: Int32
    let output: ScratchFile
    /// What it said on standard error.
    let errors: String
    let isLate: Bool

    /// What tells best why nothing came of it.
    var reason: String {
      if isLate { return "it did not answer in time" }
      let lines = errors.split(whereSeparator: \.isNewline)
      if let last = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }) { return String(last) }
      return "the command that reaches it ended with exit code \(code)"
    }
  }

  let tag: UInt64
  /// When it is ended, by the clock of the run.
  let deadline: Int64
  private let pid: Int32
  private let loop: EventLoop
  private let output: ScratchFile
  private let errors: ScratchFile
  private(set) var isStopped = false

  /// Starts a command in the user's home.
  init(
    _ arguments: [String], input: ScratchFile, in loop: EventLoop, until deadline: Int64
  ) throws(SystemError) {
    self.loop = loop
    self.deadline = deadline
    output = try ScratchFile()
    errors = try ScratchFile()
    var request = Spawn.Request(
      arguments, environment: Environment.all(),
      directory: Environment.value("HOME") ?? "/", output: output.path)
    request.input = input.path
    request.errors = errors.path
    let child = try Spawn.child(request, signal: try Pipe().writing)
    pid = child.pid
    tag = try child.watchEnd(in: loop)
  }

  /// Takes its end, once the loop has said that it is there.
  func finish() -> Result {
    loop.remove(tag)
    let code = ChildProcess.wait(pid).code
    let said = (try? Files.read(errors.path)) ?? []
    return Result(
      code: code, output: output, errors: String(decoding: said, as: UTF8.self),
      isLate: isStopped)
  }

  /// Ends it where its time is over; the loop will say so.
  func stop(at now: Int64) {
    guard now >= deadline, !isStopped else { return }
    isStopped = true
    ChildProcess.kill(group: pid)
  }
}
