internal import HostIO

/// Switches off, at the end of a run, the hosts that were switched on for it, all at the same time.
final class HostsDown {
  /// A host, and what has become of its command.
  typealias News = (host: String, news: HostSwitch.News)

  private struct Call {
    let command: RemoteCommand
    let path: String
    let record: HostSwitch.Record
    let begin: Int64
  }

  private var calls: [UInt64: Call] = [:]
  /// What is to be said, until it is taken.
  private var news: [News] = []

  /// Calls what is to be called; `directory` is where the records of all hosts lie.
  init(_ directory: String, in loop: EventLoop, at now: Int64) {
    for (path, record) in HostSwitch.records(below: directory) {
      guard let down = record.down else {
        try? Files.remove(path)
        continue
      }
      do throws(SystemError) {
        let command = try HostSwitch.command(
          down, in: record.directory, log: HostsDown.log(path), loop,
          until: Span.sum(now, record.downTime))
        calls[command.tag] = Call(command: command, path: path, record: record, begin: now)
        news.append((record.host, .called(command: down)))
      } catch {
        news.append((record.host, .failed(reason: "'down' cannot be called: \(error)")))
      }
    }
  }

  private static func log(_ path: String) -> String {
    Paths.join(Paths.directory(of: path), "down.log")
  }

  var isBusy: Bool { !calls.isEmpty }

  /// Returns what has become of commands since it was asked last.
  func takeNews() -> [News] {
    defer { news = [] }
    return news
  }

  /// Takes the end of one of them, and returns whether it was one of ours.
  func take(_ tag: UInt64, at now: Int64) -> Bool {
    guard let call = calls.removeValue(forKey: tag) else { return false }
    let result = call.command.finish()
    // Once only, whatever came of it.
    try? Files.remove(call.path)
    let isFine = result.code == 0 && !result.isLate
    let reason = HostSwitch.reason(
      "down", result, log: HostsDown.log(call.path), patience: call.record.downTime)
    news.append(
      (call.record.host, isFine ? .ended(after: now - call.begin) : .failed(reason: reason)))
    return true
  }

  /// Ends those whose time is over; the loop will say so.
  func stop(at now: Int64) { for call in calls.values { call.command.stop(at: now) } }
}
