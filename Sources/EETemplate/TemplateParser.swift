/// Cuts a template into text and slots, in one pass.
struct TemplateParser {
  private let bytes: [UInt8]
  private(set) var pieces: [Template.Piece] = []
  private(set) var slots: [Template.Slot] = []
  private var slotOfName: [String: Int] = [:]
  private var textStart = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "<"):
        index = readFrame(at: index) ?? index + 1
      case UInt8(ascii: "\\"):
        index = readEscape(at: index) ?? index + 1
      default:
        index += 1
      }
    }
    closeText(at: bytes.count)
  }

  /// Takes the frame that begins here, if one does, and returns its end.
  private mutating func readFrame(at start: Int) -> Int? {
    guard let end = frameEnd(at: start) else { return nil }
    closeText(at: start)
    let name = String(decoding: bytes[(start + 1)..<(end - 1)], as: UTF8.self)
    pieces.append(.slot(slot(named: name, at: start, length: end - start)))
    textStart = end
    return end
  }

  /// Drops the backslash before a complete frame and keeps the frame as text.
  private mutating func readEscape(at start: Int) -> Int? {
    guard let end = frameEnd(at: start + 1) else { return nil }
    closeText(at: start)
    textStart = start + 1
    return end
  }

  private func frameEnd(at start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    let isBrace = bytes[start] == UInt8(ascii: "{")
    if isBrace {
      guard start == 0 || bytes[start - 1] != UInt8(ascii: "$") else { return nil }
    } else {
      guard bytes[start] == UInt8(ascii: "<"), isVariable(at: start + 1) else { return nil }
    }
    let close = isBrace ? UInt8(ascii: "}") : UInt8(ascii: ">")
    guard let end = FrameName.end(in: bytes, from: start + 1), end < bytes.count,
      bytes[end] == close
    else { return nil }
    return end + 1
  }

  /// Angle brackets are frames only around `os.` and `cm.`: everything else is a redirection.
  private func isVariable(at start: Int) -> Bool {
    let prefix = bytes[start...].prefix(3)
    return prefix.elementsEqual("os.".utf8) || prefix.elementsEqual("cm.".utf8)
  }

  private mutating func slot(named name: String, at offset: Int, length: Int) -> Int {
    // Both spellings mean the same, but each stays as it is where it means nothing.
    let key = bytes[offset] == UInt8(ascii: "<") ? "<" + name : name
    if let known = slotOfName[key] { return known }
    slotOfName[key] = slots.count
    slots.append(Template.Slot(name: name, offset: offset, length: length))
    return slots.count - 1
  }

  private mutating func closeText(at end: Int) {
    if textStart < end { pieces.append(.text(textStart..<end)) }
    textStart = end
  }
}
