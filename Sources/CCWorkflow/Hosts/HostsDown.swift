internal import HostIO

/// Switches off, at the end of a run, the hosts that were switched on for it, all at the same time.
final class HostsDown {
  private struct Call {
    let command: RemoteCommand
    let path: String
    let record: HostSwitch.Record
  }

  private static let patience: Int64 = 600_000_000_000

  private var calls: [UInt64: Call] = [:]
  /// What went wrong, a line each.
  private(set) var problems: [String] = []

  /// Calls what is to be called; `directory` is where the records of all hosts lie.
  init(_ directory: String, in loop: EventLoop, at now: Int64) {
    for (path, record) in HostSwitch.records(below: directory) {
      guard let down = record.down else {
        try? Files.remove(path)
        continue
      }
      do throws(SystemError) {
        let command = try HostSwitch.command(
          down, in: record.directory, log: HostsDown.log(path), loop, until: now + Self.patience)
        calls[command.tag] = Call(command: command, path: path, record: record)
      } catch {
        problems.append("'down' of host '\(record.host)' cannot be called: \(error)")
      }
    }
  }

  private static func log(_ path: String) -> String {
    Paths.join(Paths.directory(of: path), "down.log")
  }

  var isBusy: Bool { !calls.isEmpty }

  /// Takes the end of one of them, and returns whether it was one of ours.
  func take(_ tag: UInt64) -> Bool {
    guard let call = calls.removeValue(forKey: tag) else { return false }
    let result = call.command.finish()
    // Once only, whatever came of it.
    try? Files.remove(call.path)
    if result.code != 0 {
      let reason = HostSwitch.reason(
        "down", result, log: HostsDown.log(call.path), patience: Self.patience)
      problems.append("host '\(call.record.host)': \(reason)")
    }
    return true
  }

  /// Ends those whose time is over; the loop will say so.
  func stop(at now: Int64) { for call in calls.values { call.command.stop(at: now) } }
}
