internal import CYAML

/// The event stream of libyaml over one text.
///
/// A class because libyaml keeps a pointer to the parser and to the bytes while it reads.
final class YAMLEvents {
  /// What we keep of one event.
  struct Event {
    let type: yaml_event_type_t
    let position: SourcePosition
    /// Behind its last character; of the end of a block, where the next thing begins.
    let end: yaml_mark_t
    var text = ""
    var isPlain = false
    var isFlow = false
    /// Characters before the text of a scalar that stands in the file as it is; nil for others.
    var textOffset: Int?
    var anchor: String?
  }

  let file: String
  let parser: UnsafeMutablePointer<yaml_parser_t>
  let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
    // Editors of other systems begin files with a byte order mark; it is no part of the text.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      input.deallocate()
      throw Diagnostics(.malformedYAML, "no memory to read it", at: nil)
    }
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(Diagnostics) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else { throw problem() }
    defer { yaml_event_delete(&raw) }
    var event = Event(type: raw.type, position: position(raw.start_mark), end: raw.end_mark)
    switch raw.type {
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      event.text = String(decoding: bytes, as: UTF8.self)
      event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
      event.anchor = text(scalar.anchor)
      event.textOffset = textOffset(of: event, from: raw.start_mark, to: raw.end_mark)
    case YAML_ALIAS_EVENT: event.anchor = text(raw.data.alias.anchor)
    case YAML_SEQUENCE_START_EVENT:
      event.anchor = text(raw.data.sequence_start.anchor)
      event.isFlow = raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
    case YAML_MAPPING_START_EVENT:
      event.anchor = text(raw.data.mapping_start.anchor)
      event.isFlow = raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
    default: break
    }
    return event
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// Plain and quoted text of one line without escapes has a known length in the file.
  private func textOffset(
    of event: Event, from start: yaml_mark_t, to end: yaml_mark_t
  ) -> Int? {
    let quote = event.isPlain ? 0 : 1
    let length = event.text.unicodeScalars.count + 2 * quote
    return start.line == end.line && Int(end.column - start.column) == length ? quote : nil
  }

  func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
