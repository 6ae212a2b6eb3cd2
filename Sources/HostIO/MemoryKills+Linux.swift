internal import Glibc

/// How often the kernel has ended a process for want of memory, where this process runs.
///
/// Of its control group where the kernel counts there, else of the machine: jobs run in the same
/// group, so a job that was killed while the count grew was most probably killed for that.
package final class MemoryKills {
  /// Has a line `oom_kill COUNT`.
  package let path: String
  private let file: OwnedDescriptor

  /// Finds the count of this process's group; nil where the kernel (before 4.13) keeps none.
  ///
  /// - Source: <https://docs.kernel.org/admin-guide/cgroup-v2.html>, `memory.events`; version 1 has
  ///   it in `memory.oom_control`; proc(5), `/proc/vmstat`.
  package convenience init?() {
    let groups = (try? Files.read("/proc/self/cgroup")) ?? []
    let paths = MemoryKills.paths(ofGroups: String(decoding: groups, as: UTF8.self))
    guard let path = paths.first(where: { MemoryKills(countedIn: $0)?.count() != nil }) else {
      return nil
    }
    self.init(countedIn: path)
  }

  /// Opens a file once, because it is asked before each job; nil where it cannot be opened.
  package init?(countedIn path: String) {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    file = OwnedDescriptor(number)
    self.path = path
  }

  /// Returns the count; nil where the file does not say.
  package func count() -> Int? {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let size = pread(file.number, &buffer, buffer.count, 0)
    return buffer.prefix(max(0, size)).split(separator: UInt8(ascii: "\n")).lazy.compactMap {
      let line = String(decoding: $0, as: UTF8.self)
      return line.hasPrefix("oom_kill ") ? Int(line.dropFirst(9)) : nil
    }.first
  }

  /// Where a group's count may be, from `/proc/self/cgroup`; the best first.
  ///
  /// What a container sees as its own root may have a longer name in that list.
  static func paths(ofGroups text: String) -> [String] {
    var paths: [String] = []
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let places = fields[2] == "/" ? [""] : [String(fields[2]), ""]
      if fields[1].split(separator: ",").contains("memory") {
        paths += places.map { "/sys/fs/cgroup/memory\($0)/memory.oom_control" }
      } else if fields[0] == "0", fields[1].isEmpty {
        paths += places.map { "/sys/fs/cgroup\($0)/memory.events" }
      }
    }
    return paths + ["/proc/vmstat"]
  }
}
