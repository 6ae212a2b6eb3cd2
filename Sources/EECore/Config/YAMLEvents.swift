internal import CYAML

/// The event stream of libyaml over one text.
///
/// A class because libyaml keeps a pointer to the parser and to the bytes while it reads.
final class YAMLEvents {
  /// What we keep of one event; its text is asked for while it is the last one.
  struct Event {
    let type: yaml_event_type_t
    let position: SourcePosition
    var isPlain = false
    var isFlow = false
    var hasAnchor = false
    var spelling = ConfigNode.Spelling.other
  }

  let file: String
  let parser: UnsafeMutablePointer<yaml_parser_t>
  let input: UnsafeMutableBufferPointer<UInt8>
  private let name: SourceName
  /// The last event, which libyaml keeps the text of.
  private let raw: UnsafeMutablePointer<yaml_event_t>

  init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
    name = SourceName(file)
    // Editors of other systems begin files with a byte order mark; it is no part of the text.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    parser = .allocate(capacity: 1)
    raw = .allocate(capacity: 1)
    raw.initialize(to: yaml_event_t())
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    guard yaml_parser_initialize(parser) == 1 else {
      throw Diagnostics(.malformedYAML, "no memory to read it", at: nil)
    }
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_event_delete(raw)
    yaml_parser_delete(parser)
    raw.deallocate()
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(Diagnostics) -> Event {
    yaml_event_delete(raw)
    guard yaml_parser_parse(parser, raw) == 1 else { throw problem() }
    var event = Event(type: raw.pointee.type, position: position(raw.pointee.start_mark))
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = raw.pointee.data.scalar
      event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
      event.hasAnchor = scalar.anchor != nil
      event.spelling = spelling(isPlain: event.isPlain)
    case YAML_SEQUENCE_START_EVENT:
      event.hasAnchor = raw.pointee.data.sequence_start.anchor != nil
      event.isFlow = raw.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
    case YAML_MAPPING_START_EVENT:
      event.hasAnchor = raw.pointee.data.mapping_start.anchor != nil
      event.isFlow = raw.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
    default: break
    }
    return event
  }

  /// The text of the last event, a scalar.
  var text: String { String(decoding: scalarBytes, as: UTF8.self) }

  /// Behind the last event; of the end of a block, where the next thing begins.
  var end: yaml_mark_t { raw.pointee.end_mark }

  /// What the last event is known by, or refers to.
  var anchor: String? {
    switch raw.pointee.type {
    case YAML_SCALAR_EVENT: text(raw.pointee.data.scalar.anchor)
    case YAML_ALIAS_EVENT: text(raw.pointee.data.alias.anchor)
    case YAML_SEQUENCE_START_EVENT: text(raw.pointee.data.sequence_start.anchor)
    case YAML_MAPPING_START_EVENT: text(raw.pointee.data.mapping_start.anchor)
    default: nil
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private var scalarBytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: raw.pointee.data.scalar.value, count: raw.pointee.data.scalar.length)
  }

  /// Plain and quoted text of one line without escapes has a known length in the file.
  private func spelling(isPlain: Bool) -> ConfigNode.Spelling {
    let start = raw.pointee.start_mark
    let end = raw.pointee.end_mark
    guard start.line == end.line else { return .other }
    let length = scalarBytes.characterCount + (isPlain ? 0 : 2)
    guard end.column - start.column == length else { return .other }
    return isPlain ? .verbatim : .quoted
  }

  func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(name, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
