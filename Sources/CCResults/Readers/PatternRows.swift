internal import CLinux
internal import EECore

/// Matches the regular expressions of declared results against each line.
struct PatternRows {
  fileprivate struct Entry {
    let result: ResultSpec
    let matcher: Pattern.Matcher
    let literal: [UInt8]
    /// The groups that hold the number, its unit and its step.
    let value: Int
    let unit: Int?
    let step: Int?
    var found: PickedValues
  }

  fileprivate var entries: [Entry] = []
  private var broken: [String] = []

  /// Takes those of the results that stand in that file; nil for what a job prints.
  init(_ results: [ResultSpec], file: String?) {
    for result in results {
      guard case .pattern(let text) = result.source, result.file == file else { continue }
      guard let pattern = try? Pattern(text), let matcher = Pattern.Matcher(pattern) else {
        broken.append("result '\(result.name)': its regex cannot be used")
        continue
      }
      let names = pattern.groupNames
      let step = names["step"] ?? names["epoch"]
      // The first group that is not named for something else.
      let others = [names["unit"], step]
      let value = names["value"] ?? (1...max(1, pattern.groupCount)).first { !others.contains($0) }
      entries.append(
        Entry(
          result: result, matcher: matcher, literal: pattern.literal,
          value: pattern.groupCount == 0 ? 0 : value ?? 0, unit: names["unit"], step: step,
          found: PickedValues(result.pick)))
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// What was found, by the name of the result.
  var findings: [String: PickedValues] {
    Dictionary(entries.map { ($0.result.name, $0.found) }) { $1 }
  }

  var problems: [String] {
    broken
      + entries.filter(\.matcher.gaveUp).map {
        "result '\($0.result.name)': its regex takes too many steps on some line"
      }
  }

  /// Reads whole lines in place.
  mutating func scan(_ bytes: UnsafeRawBufferPointer) {
    for index in entries.indices {
      if entries[index].literal.isEmpty {
        LineFeed.each(in: bytes) { entries[index].read($0) }
      } else {
        entries[index].search(bytes)
      }
    }
  }
}

extension PatternRows.Entry {
  /// Looks only at lines that hold the bytes without which nothing matches.
  fileprivate mutating func search(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    var place = 0
    while place < bytes.count {
      let found = literal.withUnsafeBytes {
        cl_find(base + place, bytes.count - place, $0.baseAddress, $0.count)
      }
      guard let found else { return }
      let hit = found - base
      let start = bytes[place..<hit].lastIndex(where: LogText.isLineEnd).map { $0 + 1 } ?? place
      let end = bytes[hit...].firstIndex(where: LogText.isLineEnd) ?? bytes.count
      if end - start <= LineFeed.longestLine {
        read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
      place = end + 1
    }
  }

  fileprivate mutating func read(_ line: UnsafeRawBufferPointer) {
    var found = found
    matcher.matches(in: line) { group in
      func text(_ number: Int?) -> String? {
        number.flatMap(group).map { LogText.text(Array($0)[...]) }
      }
      found.add(
        text(value).flatMap { LogText.number($0) }, step: text(step).flatMap { Int($0) },
        unit: text(unit))
    }
    self.found = found
  }
}
