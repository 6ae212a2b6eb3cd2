/// The spelling of amounts of memory.
package enum ByteCount {
  /// Returns the next amount that a workflow file can name in whole megabytes, or in whole gigabytes
  /// from ten on: `300MB`.
  static func request(atLeast bytes: Int) -> String {
    let isLarge = bytes > 10 << 30
    let unit = isLarge ? 1 << 30 : 1 << 20
    return "\((bytes + unit - 1) / unit)" + (isLarge ? "GB" : "MB")
  }

  private static let units = ["B", "KiB", "MiB", "GiB", "TiB"]

  /// Returns a number with one decimal at most and the largest unit that leaves it at least one.
  package static func text(_ bytes: Int) -> String {
    var unit = 0
    var size = 1
    while unit + 1 < units.count, bytes / size >= 1024 {
      size *= 1024
      unit += 1
    }
    let tenths = bytes % size * 10 / size
    return "\(bytes / size)" + (tenths > 0 ? ".\(tenths)" : "") + " \(units[unit])"
  }
}
