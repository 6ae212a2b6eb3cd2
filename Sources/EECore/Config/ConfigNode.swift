/// A value of a configuration file that knows where it stands.
package struct ConfigNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([ConfigNode])
    case mapping([ConfigEntry])
  }

  /// How the text of a scalar stands in the file.
  enum Spelling: UInt8, Sendable {
    /// Otherwise than it reads: with escapes, on several lines, or not in the file at all.
    case other
    /// As it is, from the position on.
    case verbatim
    /// As it is, behind a quote.
    case quoted
  }

  // In this order they fit into 32 bytes.
  package var content: Content
  let spelling: Spelling
  package let position: SourcePosition

  package init(_ content: Content, at position: SourcePosition) {
    self.init(content, at: position, .other)
  }

  init(_ content: Content, at position: SourcePosition, _ spelling: Spelling) {
    self.content = content
    self.position = position
    self.spelling = spelling
  }

  /// Characters between the position and a scalar's text; nil where the file spells it otherwise.
  private var textOffset: Int? {
    switch spelling {
    case .other: nil
    case .verbatim: 0
    case .quoted: 1
    }
  }
}

/// One key of a mapping with its value.
package struct ConfigEntry: Hashable, Sendable {
  package let key: String
  package let keyPosition: SourcePosition
  package var value: ConfigNode

  package init(key: String, at keyPosition: SourcePosition, value: ConfigNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension ConfigNode {
  package var scalar: Scalar? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar
  }

  package var sequence: [ConfigNode]? {
    guard case .sequence(let nodes) = content else { return nil }
    return nodes
  }

  package var mapping: [ConfigEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key of this mapping.
  ///
  /// - Cost: O(keys).
  package subscript(key: String) -> ConfigNode? {
    mapping?.first { $0.key == key }?.value
  }

  /// What the value is, as messages name it.
  package var kindName: String {
    switch content {
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: "nothing"
      case .bool: "a boolean"
      case .int, .float: "a number"
      case .string: "text"
      }
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }
}

extension ConfigNode {
  /// Where a byte of this scalar's text stands in the file.
  ///
  /// Exact for plain and quoted text on one line without escapes; else where the scalar begins.
  package func position(ofByte offset: Int) -> SourcePosition {
    guard let scalar, let textOffset else { return position }
    let characters = offset == 0 ? 0 : scalar.text.utf8.prefix(offset).characterCount
    return position.moved(by: textOffset + characters)
  }

  /// Where several bytes of this scalar's text stand, given in ascending order.
  ///
  /// - Cost: O(bytes) for all of them.
  package func positions(ofBytes offsets: [Int]) -> [SourcePosition] {
    guard let scalar, let textOffset else { return offsets.map { _ in position } }
    let bytes = Array(scalar.text.utf8)
    var distance = textOffset
    var start = 0
    return offsets.map { offset in
      distance += bytes[start..<offset].characterCount
      start = offset
      return position.moved(by: distance)
    }
  }
}

extension Collection<UInt8> {
  /// Characters that these bytes of UTF-8 are; continuation bytes are none.
  var characterCount: Int { reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
}
