internal import Glibc

/// What tells one process from a later one with the same number.
package struct ProcessIdentity: Hashable, Sendable {
  package let pid: Int32
  /// Field 22 of /proc/PID/stat: clock ticks since boot.
  package let startTime: String
  /// The boot that the process belongs to.
  package let bootID: String

  package init(pid: Int32, startTime: String, bootID: String) {
    self.pid = pid
    self.startTime = startTime
    self.bootID = bootID
  }

  /// This process.
  package static func current() -> ProcessIdentity {
    let pid = getpid()
    return ProcessIdentity(
      pid: pid, startTime: stat(of: pid)?.startTime ?? "", bootID: currentBoot())
  }

  /// Whether the very process still runs; a zombie has ended.
  ///
  /// - Source: proc(5); `kill(pid, 0)` would count zombies and strangers.
  package var isAlive: Bool {
    guard bootID == ProcessIdentity.currentBoot(), let stat = ProcessIdentity.stat(of: pid) else {
      return false
    }
    return stat.startTime == startTime && !stat.hasEnded
  }

  package static func currentBoot() -> String { boot }

  /// Read once: no process outlives its boot.
  private static let boot: String = {
    let bytes = (try? Files.read("/proc/sys/kernel/random/boot_id")) ?? []
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }()

  /// Returns the process that has a number now, if there is one; a zombie still has it.
  package static func having(_ pid: Int32) -> ProcessIdentity? {
    stat(of: pid).map {
      ProcessIdentity(pid: pid, startTime: $0.startTime, bootID: currentBoot())
    }
  }

  /// What the kernel says about a process.
  struct Stat {
    let state: Substring
    let group: Int32
    let session: Int32
    let startTime: String

    var hasEnded: Bool { state == "Z" || state == "X" }
  }

  static func stat(of pid: Int32) -> Stat? {
    guard let bytes = try? Files.read("/proc/\(pid)/stat") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // The command's name stands in parentheses and may hold anything.
    guard let close = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let group = Int32(fields[2]), let session = Int32(fields[3]) else {
      return nil
    }
    return Stat(
      state: fields[0], group: group, session: session, startTime: String(fields[19]))
  }

  /// Whether a process carries one of the texts in its environment; false for those of others.
  package static func carries(anyOf pairs: [String], pid: Int32) -> Bool {
    guard !pairs.isEmpty, let bytes = try? Files.read("/proc/\(pid)/environ") else { return false }
    return bytes.split(separator: 0).contains { variable in
      pairs.contains { variable.elementsEqual($0.utf8) }
    }
  }

  /// Returns a living process of this user that carries the text in its environment.
  ///
  /// - Cost: reads /proc once; for the rare case that nothing else tells.
  package static func living(withEnvironment pair: String) -> Int32? {
    let wanted = Array(pair.utf8)
    for name in (try? Directories.names(in: "/proc")) ?? [] {
      guard let pid = Int32(name), let stat = stat(of: pid), !stat.hasEnded,
        let bytes = try? Files.read("/proc/\(pid)/environ")
      else { continue }
      if bytes.split(separator: 0).contains(where: { $0.elementsEqual(wanted) }) { return pid }
    }
    return nil
  }
}
