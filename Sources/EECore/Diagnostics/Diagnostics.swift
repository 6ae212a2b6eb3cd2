/// Everything wrong with one input, reported together.
package struct Diagnostics: Error, Hashable, Sendable {
  /// - Shape: never empty, in the order found.
  package let all: [Diagnostic]

  package init(_ all: [Diagnostic]) { self.all = all }

  package init(
    _ code: DiagnosticCode, _ message: String, at position: SourcePosition? = nil, width: Int = 1,
    hint: String? = nil
  ) {
    self.init([Diagnostic(.error, code, message, at: position, width: width, hint: hint)])
  }
}
