internal import EECore

/// Collects replacements of byte ranges of a text and applies them at once.
struct TextEditor {
  let bytes: [UInt8]
  private var replacements: [(range: Range<Int>, text: String)] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func replace(_ range: Range<Int>, with text: String) {
    replacements.append((range, text))
  }

  mutating func insert(_ text: String, at offset: Int) { replace(offset..<offset, with: text) }

  /// Returns the text with all replacements made; those of one place stay in order.
  func result() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 256)
    var next = 0
    let ordered = replacements.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, replacement) in ordered {
      let start = max(next, replacement.range.lowerBound)
      result += bytes[next..<start]
      result += Array(replacement.text.utf8)
      next = max(start, replacement.range.upperBound)
    }
    return result + bytes[next...]
  }
}

// Lines, as block style counts them.
extension TextEditor {
  /// Where the line of a byte begins.
  func lineStart(_ offset: Int) -> Int {
    (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }

  /// Behind the line break of the line that a part ends in.
  ///
  /// The end of a block scalar is the start of the line after it and after the empty ones.
  func lineEnd(_ offset: Int) -> Int {
    let newline = UInt8(ascii: "\n")
    if offset > 0, offset <= bytes.count, bytes[offset - 1] == newline {
      var end = offset
      while end > 1, bytes[end - 2] == newline { end -= 1 }
      return end
    }
    return bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
  }

  /// What stands between the start of a line and a byte.
  func prefix(_ offset: Int) -> String {
    String(decoding: bytes[lineStart(offset)..<offset], as: UTF8.self)
  }

  /// The blanks that the line of a byte begins with.
  func indentation(_ offset: Int) -> String {
    String(prefix(offset).prefix { $0 == " " })
  }

  /// Inserts whole lines after the line that a part ends in.
  mutating func insertLines(_ lines: [String], after offset: Int) {
    let end = lineEnd(offset)
    let isBroken = end == 0 || bytes[end - 1] == UInt8(ascii: "\n")
    insert((isBroken ? "" : "\n") + lines.map { $0 + "\n" }.joined(), at: end)
  }
}

// Entries and items of either style.
extension TextEditor {
  /// Removes an entry: its lines in a block, its text and a comma in braces.
  mutating func remove(_ entry: YAMLOutline.Entry, from parent: YAMLOutline?) {
    guard let siblings = parent?.entries,
      let index = siblings.firstIndex(where: { $0.key.range == entry.key.range })
    else { return }
    let ranges = siblings.map(\.range)
    if parent?.isFlow == true {
      removeFlow(index, of: ranges)
    } else {
      // A map that is written `- a: 1` begins in the line of something else.
      removeBlock(from: entry.range.lowerBound, to: entry.range.upperBound)
    }
  }

  /// Removes an item of a list.
  mutating func remove(item index: Int, of list: YAMLOutline) {
    let ranges = (list.items ?? []).map(\.range)
    if list.isFlow {
      removeFlow(index, of: ranges)
    } else {
      removeBlock(from: ranges[index].lowerBound, to: ranges[index].upperBound)
    }
  }

  private mutating func removeBlock(from start: Int, to end: Int) {
    replace(lineStart(start)..<lineEnd(end), with: "")
  }

  private mutating func removeFlow(_ index: Int, of ranges: [Range<Int>]) {
    if index + 1 < ranges.count {
      replace(ranges[index].lowerBound..<ranges[index + 1].lowerBound, with: "")
    } else if index > 0 {
      replace(ranges[index - 1].upperBound..<ranges[index].upperBound, with: "")
    } else {
      replace(ranges[index], with: "")
    }
  }

  /// Adds text as the last part of a flow collection.
  mutating func appendFlow(_ text: String, to outline: YAMLOutline) {
    let last = outline.entries?.last?.range ?? outline.items?.last?.range
    // Behind the last part, and in an empty one before the bracket.
    insert(last == nil ? text : ", \(text)", at: last?.upperBound ?? outline.range.upperBound - 1)
  }
}
