/// A number for each combination of values that was looked at, by the values' own numbers.
struct DigitTable {
  private static let unknown = Int32.min

  private let lengths: [Int]
  /// By mixed radix; empty where there are far more combinations than points.
  private var table: [Int32]
  private var others: [[Int32]: Int32] = [:]

  /// Takes how many values each axis has, of which a point may also have none.
  ///
  /// - Cost: at most 8 bytes a point, or 4 MB.
  init(_ counts: [Int], points: Int) {
    lengths = counts.map { $0 + 1 }
    let limit = max(1 << 20, 2 * points)
    var size = 1
    for length in lengths where size <= limit { size *= length }
    table = size <= limit ? [Int32](repeating: DigitTable.unknown, count: size) : []
  }

  private func place(of digits: [Int32]) -> Int {
    var place = 0
    for (digit, length) in zip(digits, lengths) { place = place * length + Int(digit) + 1 }
    return place
  }

  /// The number of a combination, whose digits are -1 where there is no value.
  subscript(digits: [Int32]) -> Int32? {
    get {
      guard !table.isEmpty else { return others[digits] }
      let number = table[place(of: digits)]
      return number == DigitTable.unknown ? nil : number
    }
    set {
      guard !table.isEmpty else {
        others[digits] = newValue
        return
      }
      table[place(of: digits)] = newValue ?? DigitTable.unknown
    }
  }
}
