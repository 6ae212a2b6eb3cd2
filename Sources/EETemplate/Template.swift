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
  /// Each name once, in order of first appearance.
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
