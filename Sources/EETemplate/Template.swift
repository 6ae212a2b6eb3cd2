/// Text with `{frames}`, read once into pieces.
///
/// `${X}` is the shell's and stays, a frame inside one (`${X:-{name}}`) counts; `\{name}` is that
/// text without the backslash; `<os.X>` and `<cm.X>` mean the same as with braces.
package struct Template: Sendable {
  /// A run of bytes that stays as it is, or the slot whose value stands there.
  package enum Piece: Hashable, Sendable {
    case text(Range<Int>)
    case slot(Int)
  }

  /// A name that the template asks for.
  package struct Slot: Hashable, Sendable {
    package let name: String
    /// Where its first frame stands, in bytes from the beginning.
    package let offset: Int
    /// Bytes of the frame, braces included.
    package let length: Int
  }

  package let source: [UInt8]
  package let pieces: [Piece]
  /// Each name once in each kind of brackets, in order of first appearance.
  package let slots: [Slot]

  /// Reads the frames of a text.
  ///
  /// - Cost: one pass over the bytes.
  package init(_ source: [UInt8]) {
    var parser = TemplateParser(source)
    parser.run()
    self.source = source
    self.pieces = parser.pieces
    self.slots = parser.slots
  }

  package init(_ text: String) { self.init(Array(text.utf8)) }

  package var hasFrames: Bool { !slots.isEmpty }

  /// The slot that the whole text consists of, where it is one frame and nothing else.
  package var onlySlot: Int? {
    guard pieces.count == 1, case .slot(let slot) = pieces[0] else { return nil }
    return slot
  }
}

extension Template {
  /// Returns text that renders to this one: each complete frame gets a backslash.
  package static func escapingFrames(_ text: [UInt8]) -> [UInt8] {
    let template = Template(text)
    guard template.hasFrames else { return text }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.count + template.pieces.count)
    var end = 0
    for piece in template.pieces {
      switch piece {
      case .text(let range):
        // A backslash that the parser dropped is text here, and needs another one to stay.
        if range.lowerBound > end { escaped.append(UInt8(ascii: "\\")) }
        escaped += text[end..<range.upperBound]
        end = range.upperBound
      case .slot(let number):
        let slot = template.slots[number]
        escaped.append(UInt8(ascii: "\\"))
        let length = slot.length
        escaped += text[end..<(end + length)]
        end += length
      }
    }
    return escaped + text[end...]
  }
}
