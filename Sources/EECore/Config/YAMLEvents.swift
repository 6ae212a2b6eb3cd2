internal import CYAML

/// The event stream of libyaml over one text.
///
/// A class because libyaml keeps a pointer to the parser and to the bytes while it reads.
final class YAMLEvents {
  /// What we keep of one event.
  struct Event {
    let type: yaml_event_type_t
    let position: SourcePosition
    var text = ""
    var isPlain = false
    var isFlow = false
    var anchor: String?
  }

  private let file: String
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
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
    var event = Event(type: raw.type, position: position(raw.start_mark))
    switch raw.type {
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      event.text = String(decoding: bytes, as: UTF8.self)
      event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
      event.anchor = text(scalar.anchor)
    case YAML_ALIAS_EVENT: event.anchor = text(raw.data.alias.anchor)
    case YAML_SEQUENCE_START_EVENT: event.anchor = text(raw.data.sequence_start.anchor)
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

  private func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  /// Says in the user's words what libyaml stumbled over.
  private func problem() -> Diagnostics {
    let raw = parser.pointee
    let found = raw.problem.map { String(cString: $0) } ?? "unreadable text"
    let context = raw.context.map { String(cString: $0) + ": " } ?? ""
    let mark = raw.error == YAML_READER_ERROR ? readerMark(raw.problem_offset) : raw.problem_mark
    return Diagnostics(
      .malformedYAML, "malformed YAML: \(context)\(found)", at: position(mark),
      hint: hint(for: found))
  }

  /// Errors of the byte reader come with an offset only.
  private func readerMark(_ offset: Int) -> yaml_mark_t {
    let place = SourcePosition(file: file, offset: offset, in: Array(input))
    return yaml_mark_t(index: offset, line: place.line - 1, column: place.column - 1)
  }

  private func hint(for problem: String) -> String? {
    if problem.contains("cannot start any token") {
      return "indent with blanks, not tabs, and quote text that begins with @, ` or %"
    }
    if problem.contains("mapping values are not allowed") {
      return "quote text that holds ': ', or check the indentation of this line"
    }
    if problem.contains("did not find expected key") {
      return "check the indentation of this line and the one above, and that quotes are closed"
    }
    if problem.contains("expected ',' or") { return "close the bracket or brace opened above" }
    if problem.contains("unexpected end of stream") { return "close the quote opened above" }
    return nil
  }
}
