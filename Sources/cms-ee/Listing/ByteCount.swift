/// Sizes for people.
enum ByteCount {
  /// Returns `512 B`, `1.5 KB`, `23 MB`: powers of 1024, two digits at least.
  static func text(_ bytes: Int) -> String {
    let units = ["B", "KB", "MB", "GB", "TB", "PB"]
    var tenths = bytes * 10
    var unit = 0
    while tenths >= 10_235, unit < units.count - 1 {
      tenths = (tenths + 512) / 1024
      unit += 1
    }
    guard unit > 0, tenths < 100 else { return "\((tenths + 5) / 10) \(units[unit])" }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
