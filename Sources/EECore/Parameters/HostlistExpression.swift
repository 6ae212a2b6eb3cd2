/// A list of texts written short: `1,30`, `a[01-03]`, `a[1,3-5]b[1-2]`.
///
/// - Source: <https://slurm.schedmd.com/scontrol.html> (hostlist expressions), with the prefix rule
///   of cloudmesh: in `local:a,b` the prefix of the first element goes before all.
package struct HostlistExpression {
  /// What is wrong with an expression, and at which byte.
  package enum Problem: Hashable, Sendable {
    case unclosedBracket
    case strayBracket
    case nestedBracket
    case notANumber(String)
    case backwards(from: String, to: String)
    case tooMany(limit: Int)
    case tooLong(limit: Int)
  }

  package struct Failure: Error, Hashable, Sendable {
    package let problem: Problem
    package let offset: Int
    package let length: Int
  }

  /// All texts together; a short expression may stand for more than fits into memory.
  static let byteLimit = 20_000_000

  private let bytes: [UInt8]
  private let limit: Int

  package init(_ text: String, limit: Int = 100_000) {
    bytes = Array(text.utf8)
    self.limit = limit
  }

  /// Returns the texts in the order written, the rightmost bracket fastest.
  ///
  /// - Shape: duplicates keep their first place; empty elements are dropped, so it may be empty.
  /// - Throws: ``Failure`` at the first byte that cannot be read.
  package func expanded() throws(Failure) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    var size = 0
    for range in try elements() {
      for name in try expand(range) where !name.isEmpty && seen.insert(name).inserted {
        names.append(name)
        size += name.utf8.count
      }
      try check(count: names.count, at: range)
      try check(size: size, at: range)
    }
    let prefix = HostlistExpression.prefix(of: names)
    try check(size: size + names.count * (prefix?.utf8.count ?? 0), at: 0..<bytes.count)
    return prefix.map { HostlistExpression.put($0, before: names) } ?? names
  }

  private func check(count: Int, at range: Range<Int>) throws(Failure) {
    guard count <= limit else {
      throw Failure(problem: .tooMany(limit: limit), offset: range.lowerBound, length: range.count)
    }
  }

  private func check(size: Int, at range: Range<Int>) throws(Failure) {
    guard size <= HostlistExpression.byteLimit else {
      throw Failure(
        problem: .tooLong(limit: HostlistExpression.byteLimit), offset: range.lowerBound,
        length: range.count)
    }
  }

  /// Cuts at the commas outside brackets.
  private func elements() throws(Failure) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var bracket: Int?
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "["):
        guard bracket == nil else {
          throw Failure(problem: .nestedBracket, offset: index, length: 1)
        }
        bracket = index
      case UInt8(ascii: "]"):
        guard bracket != nil else {
          throw Failure(problem: .strayBracket, offset: index, length: 1)
        }
        bracket = nil
      case UInt8(ascii: ",") where bracket == nil:
        ranges.append(start..<index)
        start = index + 1
      default: break
      }
    }
    if let bracket {
      throw Failure(problem: .unclosedBracket, offset: bracket, length: bytes.count - bracket)
    }
    ranges.append(start..<bytes.count)
    return ranges
  }

  private func expand(_ element: Range<Int>) throws(Failure) -> [String] {
    var names = [""]
    var index = element.lowerBound
    while index < element.upperBound {
      let end =
        bytes[index..<element.upperBound].firstIndex(of: UInt8(ascii: "[")) ?? element.upperBound
      let literal = String(decoding: bytes[index..<end], as: UTF8.self)
      try check(size: size(of: names) + names.count * (end - index), at: element)
      names = names.map { $0 + literal }
      guard end < element.upperBound,
        let close = bytes[end..<element.upperBound].firstIndex(of: UInt8(ascii: "]"))
      else { break }
      let numbers = try expandBracket((end + 1)..<close)
      try check(count: names.count * numbers.count, at: element)
      try check(
        size: size(of: names) * numbers.count + size(of: numbers) * names.count, at: element)
      names = names.flatMap { name in numbers.map { name + $0 } }
      index = close + 1
    }
    return names
  }

  private func size(of names: [String]) -> Int { names.reduce(0) { $0 + $1.utf8.count } }

  private func expandBracket(_ range: Range<Int>) throws(Failure) -> [String] {
    var numbers: [String] = []
    var size = 0
    for part in bytes[range].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let more = try expandRange(part.startIndex..<part.endIndex)
      numbers += more
      size += self.size(of: more)
      try check(size: size, at: part.startIndex..<part.endIndex)
      try check(count: numbers.count, at: part.startIndex..<part.endIndex)
    }
    return numbers
  }

  /// Expands `3`, `1-3` or `01-03`, which keeps its leading zeros.
  private func expandRange(_ range: Range<Int>) throws(Failure) -> [String] {
    let ends = bytes[range].split(
      separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    guard ends.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      let text = String(decoding: bytes[range], as: UTF8.self)
      throw Failure(
        problem: .notANumber(text), offset: range.lowerBound, length: max(1, range.count))
    }
    guard ends.count == 2 else { return ends }
    // Beyond counting, the largest number there is stands for them.
    let numbers = ends.map { Int($0) ?? .max }
    guard numbers[0] <= numbers[1] else {
      throw Failure(
        problem: .backwards(from: ends[0], to: ends[1]), offset: range.lowerBound,
        length: range.count)
    }
    try check(count: ends.contains { Int($0) == nil } ? .max : numbers[1] - numbers[0], at: range)
    let width = ends[0].utf8.count
    try check(size: (numbers[1] - numbers[0]) * width, at: range)
    return (numbers[0]...numbers[1]).map { HostlistExpression.padded($0, to: width) }
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// What goes before all texts: the prefix that the first of them alone has.
  private static func prefix(of names: [String]) -> String? {
    guard names.count > 1, let colon = names[0].firstIndex(of: ":"),
      !names.dropFirst().contains(where: { $0.contains(":") })
    else { return nil }
    return String(names[0][...colon])
  }

  private static func put(_ prefix: String, before names: [String]) -> [String] {
    var seen: Set<String> = [names[0]]
    return [names[0]]
      + names.dropFirst().map { prefix + $0 }.filter { seen.insert($0).inserted }
  }
}
