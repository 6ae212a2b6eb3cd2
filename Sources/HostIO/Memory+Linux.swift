/// The memory of this machine, as far as this process may use it.
package enum Memory {
  /// Returns bytes: what is installed, or what the control group allows where that is less.
  ///
  /// - Returns: zero where the system does not say.
  /// - Source: proc(5), `MemTotal`; <https://docs.kernel.org/admin-guide/cgroup-v2.html>, `memory.max`.
  package static func total() -> Int {
    let installed = kilobytes("MemTotal:", in: text("/proc/meminfo")) * 1024
    let limits = groups().compactMap { Int(text("/sys/fs/cgroup\($0)/memory.max").trimmed) }
    return limits.reduce(installed) { $1 > 0 && $0 > 0 ? min($0, $1) : max($0, $1) }
  }

  private static func text(_ path: String) -> String {
    String(decoding: (try? Files.read(path)) ?? [], as: UTF8.self)
  }

  private static func kilobytes(_ name: String, in text: String) -> Int {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
  }

  /// The control group of this process and those above it.
  private static func groups() -> [String] {
    let line = text("/proc/self/cgroup").split(separator: "\n").first { $0.hasPrefix("0::") }
    var paths: [String] = []
    var parts = (line?.dropFirst(3) ?? "").split(separator: "/")
    while !parts.isEmpty {
      paths.append("/" + parts.joined(separator: "/"))
      parts.removeLast()
    }
    return paths + [""]
  }
}

extension String {
  fileprivate var trimmed: String { filter { !$0.isWhitespace } }
}
