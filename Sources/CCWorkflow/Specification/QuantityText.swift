/// Reads amounts as people write them: `2h`, `1-02:00:00`, `16GB`, `x2`.
enum QuantityText {
  private static let nanoseconds = 1e9
  private static let units: [String: Double] = [
    "ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800,
  ]
  private static let sizes: [String: Double] = ["K": 1, "M": 2, "G": 3, "T": 4, "P": 5]
  /// A hundred years: longer ones are a slip.
  private static let longest = 3.2e9

  /// Returns a time limit in nanoseconds; a bare number is minutes, as to Slurm.
  ///
  /// - Source: <https://slurm.schedmd.com/sbatch.html#OPT_time>
  static func limit(_ text: String) -> Int64? {
    if let minutes = number(text) { return nanoseconds(minutes * 60) }
    return clock(text) ?? duration(text)
  }

  /// Returns what units say, such as `1h30m`, in nanoseconds.
  static func duration(_ text: String) -> Int64? {
    var total = 0.0
    var rest = text[...].utf8
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix(while: isOfNumber)
      rest = rest.dropFirst(digits.count).drop { $0 == UInt8(ascii: " ") }
      let unit = rest.prefix(while: isLetter)
      rest = rest.dropFirst(unit.count).drop { $0 == UInt8(ascii: " ") }
      guard let amount = number(String(Substring(digits))),
        let factor = units[Substring(unit).lowercased()]
      else { return nil }
      total += amount * factor
    }
    return nanoseconds(total)
  }

  /// `M:S`, `H:M:S`, `D-H`, `D-H:M`, `D-H:M:S`.
  private static func clock(_ text: String) -> Int64? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }) else {
      return nil
    }
    let days = text.split(separator: "-", omittingEmptySubsequences: false)
    guard days.count <= 2 else { return nil }
    let fields = (days.last ?? "").split(separator: ":", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { whole(String($0)) }
    guard numbers.count == fields.count else { return nil }
    if days.count == 2 {
      guard let day = whole(String(days[0])), numbers.count <= 3 else { return nil }
      let places: [Double] = [3600, 60, 1]
      return nanoseconds(day * 86_400 + zip(numbers, places).reduce(0) { $0 + $1.0 * $1.1 })
    }
    switch numbers.count {
    case 2: return nanoseconds(numbers[0] * 60 + numbers[1])
    case 3: return nanoseconds(numbers[0] * 3600 + numbers[1] * 60 + numbers[2])
    default: return nil
    }
  }

  /// Returns an amount of memory in bytes; a bare number is megabytes, as to Slurm, whose units are
  /// powers of 1024.
  ///
  /// - Source: <https://slurm.schedmd.com/sbatch.html#OPT_mem>
  static func memory(_ text: String) -> Int? {
    let digits = text[...].utf8.prefix(while: isOfNumber)
    guard let amount = number(String(Substring(digits))), amount > 0 else { return nil }
    let rest = text[...].utf8.dropFirst(digits.count).drop { $0 == UInt8(ascii: " ") }
    var unit = Substring(rest).uppercased()
    if unit.isEmpty { unit = "M" }
    if unit.count > 1, unit.hasSuffix("B") { unit.removeLast() }
    if unit.count > 1, unit.hasSuffix("I") { unit.removeLast() }
    guard let power = sizes[unit] else { return nil }
    var bytes = amount
    for _ in 0..<Int(power) { bytes *= 1024 }
    return bytes >= 1 && bytes < 1e18 ? Int(bytes) : nil
  }

  /// Returns a factor such as `x2`, `2` or `x1.5`.
  static func factor(_ text: String) -> Double? {
    let digits = text.hasPrefix("x") ? String(text.dropFirst()) : text
    guard let factor = number(digits), factor >= 1, factor <= 1000 else { return nil }
    return factor
  }

  /// Digits with at most one point; no sign, no exponent.
  static func number(_ text: String) -> Double? {
    guard text.utf8.contains(where: { (48...57).contains($0) }),
      text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") })
    else { return nil }
    return text.utf8.count < 16 ? Int(text).map(Double.init) ?? Double(text) : Double(text)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: ".")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a") <= byte | 0x20 && byte | 0x20 <= UInt8(ascii: "z")
  }

  private static func whole(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Double(text)
  }

  private static func nanoseconds(_ seconds: Double) -> Int64? {
    seconds <= longest ? Int64((seconds * nanoseconds).rounded()) : nil
  }
}
