/// Lengths of time in nanoseconds: sums that never overflow, and their spelling.
enum Span {
  static let second: Int64 = 1_000_000_000

  static func sum(_ time: Int64, _ span: Int64) -> Int64 {
    let (sum, overflows) = time.addingReportingOverflow(span)
    guard overflows else { return sum }
    return span > 0 ? .max : .min
  }

  /// Returns a length as often as a factor says; a factor that is no sensible number counts as one.
  static func product(_ span: Int64, _ factor: Double) -> Int64 {
    guard factor > 0, factor.isFinite else { return span }
    let product = Double(span) * factor
    return product < 9e18 ? Int64(product) : .max
  }

  /// Returns `20 s`, `1.5 s`, `2 min`, `1 h 30 min`.
  static func text(_ span: Int64) -> String {
    let tenths = max(0, span) / (second / 10)
    let seconds = tenths / 10
    if seconds < 60 { return "\(seconds)" + (tenths % 10 > 0 ? ".\(tenths % 10)" : "") + " s" }
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
