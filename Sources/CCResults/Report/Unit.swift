/// Units that are known to be the same but for a factor.
enum Unit {
  private static let families: [[String: Double]] = [
    [
      "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "sec": 1, "second": 1, "seconds": 1,
      "min": 60, "minutes": 60, "h": 3600, "hours": 3600, "d": 86_400, "days": 86_400,
    ],
    [
      "B": 1, "bytes": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 1024,
      "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ],
    ["J": 1, "kJ": 1e3, "MJ": 1e6, "Wh": 3600, "kWh": 3.6e6, "MWh": 3.6e9],
    ["mW": 1e-3, "W": 1, "kW": 1e3, "MW": 1e6],
    ["Hz": 1, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9],
  ]

  /// Returns what a number has to be multiplied with, or nil where the units do not convert.
  static func factor(from old: String?, to new: String?) -> Double? {
    if old == new { return 1 }
    guard let old, let new else { return nil }
    for family in families {
      if let from = family[old], let to = family[new] { return from / to }
    }
    return nil
  }
}
