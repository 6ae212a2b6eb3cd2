/// The spelling of amounts of memory.
package enum ByteCount {
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
