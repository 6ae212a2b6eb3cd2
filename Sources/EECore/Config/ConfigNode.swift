/// A value of a configuration file that knows where it stands.
package struct ConfigNode: Hashable, Sendable {
  package indirect enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([ConfigNode])
    case mapping([ConfigEntry])
  }

  package var content: Content
  package let position: SourcePosition
  /// Characters between the position and a scalar's text; nil where the file spells it otherwise.
  let textOffset: Int?

  package init(_ content: Content, at position: SourcePosition) {
    self.init(content, at: position, textOffset: nil)
  }

  init(_ content: Content, at position: SourcePosition, textOffset: Int?) {
    self.content = content
    self.position = position
    self.textOffset = textOffset
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
    let characters = String(decoding: scalar.text.utf8.prefix(offset), as: UTF8.self)
      .unicodeScalars.count
    return SourcePosition(
      file: position.file, line: position.line, column: position.column + textOffset + characters)
  }

  /// Where several bytes of this scalar's text stand, given in ascending order.
  ///
  /// - Cost: O(bytes) for all of them.
  package func positions(ofBytes offsets: [Int]) -> [SourcePosition] {
    guard let scalar, let textOffset else { return offsets.map { _ in position } }
    let bytes = Array(scalar.text.utf8)
    var column = position.column + textOffset
    var start = 0
    return offsets.map { offset in
      // Continuation bytes of UTF-8 are no characters.
      column += bytes[start..<offset].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
      start = offset
      return SourcePosition(file: position.file, line: position.line, column: column)
    }
  }
}
