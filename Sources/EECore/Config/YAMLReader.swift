internal import CYAML

/// Reads YAML text into nodes: libyaml's events, our own rules for what scalars mean.
package struct YAMLReader {
  /// Nodes that a document may stand for once its aliases are followed.
  static let nodeLimit = 5_000_000
  static let depthLimit = 200

  private let file: String
  private let events: YAMLEvents
  private let keepsLast: Bool
  private var warnings: [Diagnostic] = []
  private var anchors: [String: (node: ConfigNode, weight: Int)] = [:]
  private var weight = 0
  private var depth = 0
  /// One for each depth, used again and again.
  private var builders: [MappingBuilder] = []

  /// Returns the one document of a file.
  ///
  /// - Throws: ``Diagnostics`` EE102 malformed, EE103 duplicate key, EE105 at a NUL, EE108 unknown
  ///   alias, EE109 too large once its aliases are followed.
  /// - Cost: O(bytes); aliases share the storage of what they name.
  package static func read(_ bytes: [UInt8], file: String) throws(Diagnostics) -> ConfigNode {
    try read(bytes, file: file, keepingLast: false).root
  }

  /// Returns the one document of a file, where the last of duplicate keys may win.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name in messages.
  ///   - keepsLast: whether a duplicate key is a warning only.
  /// - Returns: the document, and a warning for each duplicate key.
  /// - Throws: ``Diagnostics`` as the other one does.
  package static func read(
    _ bytes: [UInt8], file: String, keepingLast keepsLast: Bool
  ) throws(Diagnostics) -> (root: ConfigNode, warnings: [Diagnostic]) {
    let events = try YAMLEvents(bytes, file: file)
    var reader = YAMLReader(file: file, events: events, keepsLast: keepsLast)
    return (try reader.document(), reader.warnings)
  }

  private init(file: String, events: YAMLEvents, keepsLast: Bool) {
    self.file = file
    self.events = events
    self.keepsLast = keepsLast
  }

  private mutating func document() throws(Diagnostics) -> ConfigNode {
    var root: ConfigNode?
    while true {
      let event = try events.next()
      switch event.type {
      case YAML_STREAM_END_EVENT:
        let start = SourcePosition(file: file, line: 1, column: 1)
        return root ?? ConfigNode(.scalar(Scalar("", isPlain: true)), at: start)
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
      case YAML_DOCUMENT_START_EVENT where root != nil:
        throw Diagnostics(
          .malformedYAML, "a second document begins here, expected one document a file",
          at: event.position, width: 3, hint: "put it into a file of its own")
      case YAML_DOCUMENT_START_EVENT: root = try node(from: try events.next())
      default: continue
      }
    }
  }

  private mutating func node(from event: YAMLEvents.Event) throws(Diagnostics) -> ConfigNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw Diagnostics(
        .documentTooLarge, "nested more than \(Self.depthLimit) deep", at: event.position)
    }
    try count(1, at: event.position)
    let before = weight
    // Known before its values are read, which are events too.
    let anchor = event.hasAnchor ? events.anchor : nil
    let node: ConfigNode
    switch event.type {
    case YAML_ALIAS_EVENT: return try alias(event)
    case YAML_SEQUENCE_START_EVENT: node = try sequence(event)
    case YAML_MAPPING_START_EVENT: node = try mapping(event)
    default:
      node = ConfigNode(
        .scalar(Scalar(try text(of: event), isPlain: event.isPlain)), at: event.position,
        event.spelling)
    }
    if let anchor { anchors[anchor] = (node, weight - before + 1) }
    return node
  }

  /// The text of the last event, a scalar; only an escape can put a NUL into it.
  private func text(of event: YAMLEvents.Event) throws(Diagnostics) -> String {
    let text = events.text
    if event.spelling == .other { try Scalar.refuseNUL(in: text, at: event.position) }
    return text
  }

  private mutating func count(_ nodes: Int, at position: SourcePosition) throws(Diagnostics) {
    weight += nodes
    guard weight <= Self.nodeLimit else {
      throw Diagnostics(
        .documentTooLarge, "the document stands for more than \(Self.nodeLimit) values",
        at: position, hint: "aliases that name each other multiply")
    }
  }

  private mutating func alias(_ event: YAMLEvents.Event) throws(Diagnostics) -> ConfigNode {
    let name = events.anchor ?? ""
    guard let found = anchors[name] else {
      throw Diagnostics(
        .unknownAlias, "alias '*\(name)' names no anchor above it", at: event.position,
        width: name.count + 1, hint: Suggestion.hint(for: name, among: Array(anchors.keys)))
    }
    try count(found.weight, at: event.position)
    return found.node
  }

  private mutating func sequence(_ start: YAMLEvents.Event) throws(Diagnostics) -> ConfigNode {
    var nodes: [ConfigNode] = []
    while true {
      let event = try events.next()
      if event.type == YAML_SEQUENCE_END_EVENT { break }
      nodes.append(try node(from: event))
    }
    return ConfigNode(.sequence(nodes), at: start.position)
  }

  private mutating func mapping(_ start: YAMLEvents.Event) throws(Diagnostics) -> ConfigNode {
    let level = depth
    while builders.count <= level { builders.append(MappingBuilder(keepsLast: keepsLast)) }
    while true {
      let key = try events.next()
      if key.type == YAML_MAPPING_END_EVENT { break }
      guard key.type == YAML_SCALAR_EVENT else {
        throw Diagnostics(
          .malformedYAML, "a key is a list, a map or an alias, expected text", at: key.position)
      }
      let text = try text(of: key)
      let value = try node(from: try events.next())
      if key.isPlain && text == "<<" {
        try builders[level].merge(value)
      } else {
        try builders[level].add(ConfigEntry(key: text, at: key.position, value: value))
      }
    }
    let found = builders[level].take()
    if !found.warnings.isEmpty { warnings += found.warnings }
    try refuseUnquotedFrame(found.entries, start)
    return ConfigNode(.mapping(found.entries), at: start.position)
  }

  /// `host: {system.host}` is a map to YAML, and never what was meant.
  private func refuseUnquotedFrame(
    _ entries: [ConfigEntry], _ start: YAMLEvents.Event
  ) throws(Diagnostics) {
    guard start.isFlow, entries.count == 1, let entry = entries.first,
      entry.value.scalar == Scalar("", isPlain: true)
    else { return }
    // With a colon, `{epoch: }`, it is a map whose value was left out.
    let end = entry.keyPosition.column + entry.key.unicodeScalars.count
    guard entry.value.position.line == entry.keyPosition.line, entry.value.position.column == end
    else { return }
    let frame = "{\(entry.key)}"
    throw Diagnostics(
      .wrongKind, "\(frame) is a map of one key without a value, expected text",
      at: start.position, width: frame.count, hint: "put the whole text in quotes: \"\(frame)\"")
  }
}
