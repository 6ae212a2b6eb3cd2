/// Numbers of processors as one text, `0-3,8`: what `taskset -c` takes.
enum ProcessorText {
  /// Returns ascending numbers as ranges; nil for none.
  static func text(_ numbers: [Int]) -> String? {
    var ranges: [(first: Int, last: Int)] = []
    for number in numbers.sorted() {
      if let last = ranges.last?.last, last + 1 == number {
        ranges[ranges.count - 1].last = number
      } else {
        ranges.append((number, number))
      }
    }
    guard !ranges.isEmpty else { return nil }
    return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
      .joined(separator: ",")
  }

  /// Reads what ``text(_:)`` wrote; what is no range stands for nothing.
  static func numbers(_ text: String) -> [Int] {
    text.split(separator: ",").flatMap { range -> [Int] in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, last < 1 << 14 else {
        return []
      }
      return Array(first...last)
    }
  }
}
