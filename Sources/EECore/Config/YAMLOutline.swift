internal import CYAML

/// Where the parts of a YAML text stand, in bytes: for edits that leave every other byte alone.
package struct YAMLOutline: Hashable, Sendable {
  package indirect enum Content: Hashable, Sendable {
    case scalar(String)
    case alias
    case sequence([YAMLOutline])
    case mapping([Entry])
  }

  /// One key of a mapping with its value.
  package struct Entry: Hashable, Sendable {
    package let key: YAMLOutline
    package let value: YAMLOutline

    /// All its bytes, from the key to the end of the value.
    package var range: Range<Int> {
      key.range.lowerBound..<max(key.range.upperBound, value.range.upperBound)
    }
  }

  package let content: Content
  /// The bytes of a scalar or a flow collection; of a block, from its first part to its last.
  package let range: Range<Int>
  /// Whether it is written in brackets or braces.
  package let isFlow: Bool

  /// The value of a key of this mapping.
  package subscript(key: String) -> YAMLOutline? { entry(key)?.value }

  /// The text of a scalar.
  package var text: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }

  package var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  package var items: [YAMLOutline]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  /// Returns an entry of this mapping.
  package func entry(_ key: String) -> Entry? { entries?.first { $0.key.text == key } }

  /// Whether nothing is written where a value is expected.
  package var isAbsent: Bool { range.isEmpty && text == "" }
}

extension YAMLOutline {
  /// Returns the outline of the one document of a text.
  ///
  /// - Throws: ``Diagnostics`` EE102 where it is malformed.
  package static func read(_ bytes: [UInt8], file: String) throws(Diagnostics) -> YAMLOutline {
    var reader = OutlineReader(
      events: try YAMLEvents(bytes, file: file), places: BytePlaces(bytes))
    while true {
      let event = try reader.events.next()
      switch event.type {
      case YAML_STREAM_END_EVENT:
        return YAMLOutline(
          content: .scalar(""), range: bytes.count..<bytes.count, isFlow: false)
      case YAML_DOCUMENT_START_EVENT: return try reader.node(from: try reader.events.next())
      default: continue
      }
    }
  }
}

/// Builds the outline from libyaml's events.
private struct OutlineReader {
  let events: YAMLEvents
  private var places: BytePlaces
  private var depth = 0

  init(events: YAMLEvents, places: BytePlaces) {
    self.events = events
    self.places = places
  }

  mutating func node(from event: YAMLEvents.Event) throws(Diagnostics) -> YAMLOutline {
    depth += 1
    defer { depth -= 1 }
    guard depth <= YAMLReader.depthLimit else {
      throw Diagnostics(
        .documentTooLarge, "nested more than \(YAMLReader.depthLimit) deep", at: event.position)
    }
    let start = places.offset(line: event.position.line, column: event.position.column)
    let end = max(start, places.offset(of: events.end))
    switch event.type {
    case YAML_ALIAS_EVENT: return YAMLOutline(content: .alias, range: start..<end, isFlow: false)
    case YAML_SEQUENCE_START_EVENT: return try sequence(event, start, end)
    case YAML_MAPPING_START_EVENT: return try mapping(event, start, end)
    default: return YAMLOutline(content: .scalar(events.text), range: start..<end, isFlow: false)
    }
  }

  private mutating func sequence(
    _ event: YAMLEvents.Event, _ start: Int, _ first: Int
  ) throws(Diagnostics) -> YAMLOutline {
    var items: [YAMLOutline] = []
    var last = try events.next()
    while last.type != YAML_SEQUENCE_END_EVENT {
      items.append(try node(from: last))
      last = try events.next()
    }
    let end = event.isFlow ? places.offset(of: events.end) : items.last?.range.upperBound ?? first
    return YAMLOutline(
      content: .sequence(items), range: start..<max(start, end), isFlow: event.isFlow)
  }

  private mutating func mapping(
    _ event: YAMLEvents.Event, _ start: Int, _ first: Int
  ) throws(Diagnostics) -> YAMLOutline {
    var entries: [YAMLOutline.Entry] = []
    var last = try events.next()
    while last.type != YAML_MAPPING_END_EVENT {
      let key = try node(from: last)
      entries.append(YAMLOutline.Entry(key: key, value: try node(from: try events.next())))
      last = try events.next()
    }
    let end = event.isFlow ? places.offset(of: events.end) : entries.last?.range.upperBound ?? first
    return YAMLOutline(
      content: .mapping(entries), range: start..<max(start, end), isFlow: event.isFlow)
  }
}

/// The bytes at which lines begin: libyaml counts characters.
private struct BytePlaces {
  private let bytes: [UInt8]
  private let lines: [Int]
  // The place that was asked for last: all of a file may stand in one line.
  private var line = 1
  private var column = 1
  private var offset: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The reader takes a byte order mark away before it counts.
    let first = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lines = [first] + bytes.indices.filter { Self.isBreak(bytes, at: $0) }.map { $0 + 1 }
    offset = first
  }

  private static func isBreak(_ bytes: [UInt8], at index: Int) -> Bool {
    if bytes[index] == UInt8(ascii: "\n") { return true }
    return bytes[index] == UInt8(ascii: "\r")
      && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
  }

  mutating func offset(of mark: yaml_mark_t) -> Int {
    offset(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  /// - Cost: O(characters since the place before), where both are of one line in this order.
  mutating func offset(line: Int, column: Int) -> Int {
    guard line <= lines.count else { return bytes.count }
    if line != self.line || column < self.column {
      self.line = line
      self.column = 1
      offset = lines[line - 1]
    }
    while self.column < column, offset < bytes.count {
      self.column += 1
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
