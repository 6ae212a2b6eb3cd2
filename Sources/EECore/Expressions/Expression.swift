/// A SQL expression as the user wrote it, and where.
package struct Expression: Hashable, Sendable {
  package let text: String
  /// How messages name it, such as `'where'` or `derived parameter 'steps'`.
  package let title: String
  private let node: ConfigNode

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
  }

  /// Makes a message about the bytes of a range, or about all of it.
  func report(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>? = nil, hint: String? = nil
  ) -> Diagnostics {
    Diagnostics(
      code, "\(title) \(message)", at: node.position(ofByte: range?.lowerBound ?? 0),
      width: max(1, range?.count ?? 1), hint: hint)
  }
}
