/// A SQL expression as the user wrote it, and where.
package struct Expression: Hashable, Sendable {
  /// A part of the text that another one stands for.
  struct Edit: Hashable, Sendable {
    let original: Range<Int>
    let edited: Range<Int>
  }

  package let text: String
  /// How messages name it, such as `'where'` or `derived parameter 'steps'`.
  package let title: String
  private let node: ConfigNode
  /// Where the text differs from the user's, in order.
  private let edits: [Edit]

  /// Takes a text, a number or a boolean.
  ///
  /// - Parameters:
  ///   - node: the scalar that holds it.
  ///   - title: how messages name it.
  /// - Throws: ``Diagnostics`` EE105 where the value is no text.
  package init(_ node: ConfigNode, title: String) throws(Diagnostics) {
    text = try node.text(of: title)
    self.title = title
    self.node = node
    edits = []
  }

  private init(_ text: String, edits: [Edit], of other: Expression) {
    self.text = text
    self.edits = edits
    title = other.title
    node = other.node
  }

  /// Returns the expression with other texts in some places, which messages still report as they were.
  ///
  /// - Shape: the replacements are in order and do not overlap; nothing was replaced before.
  package func replacing(_ replacements: [(range: Range<Int>, text: String)]) -> Expression {
    let bytes = Array(text.utf8)
    var edited: [UInt8] = []
    var edits: [Edit] = []
    var start = 0
    for replacement in replacements {
      edited += bytes[start..<replacement.range.lowerBound]
      let begin = edited.count
      edited += replacement.text.utf8
      edits.append(Edit(original: replacement.range, edited: begin..<edited.count))
      start = replacement.range.upperBound
    }
    let text = String(decoding: edited + bytes[start...], as: UTF8.self)
    return Expression(text, edits: edits, of: self)
  }

  /// Where a range of the text stands in the user's.
  private func original(_ range: Range<Int>) -> Range<Int> {
    var shift = 0
    for edit in edits where edit.edited.lowerBound <= range.lowerBound {
      if range.lowerBound < edit.edited.upperBound { return edit.original }
      shift = edit.original.upperBound - edit.edited.upperBound
    }
    return (range.lowerBound + shift)..<(range.upperBound + shift)
  }

  /// Makes a message about the bytes of a range, or about all of it.
  package func report(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>? = nil, hint: String? = nil
  ) -> Diagnostics {
    let range = range.map(original)
    return Diagnostics(
      code, "\(title) \(message)", at: node.position(ofByte: range?.lowerBound ?? 0),
      width: max(1, range?.count ?? 1), hint: hint)
  }
}
