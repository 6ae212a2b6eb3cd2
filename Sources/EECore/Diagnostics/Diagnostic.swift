/// One message to the user: what is wrong, where, and what to try.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Sendable {
    case error
    case warning
    case note
  }

  package let severity: Severity
  package let code: DiagnosticCode
  /// Lower case, no full stop, the user's text in single quotes; found first, then expected.
  package let message: String
  package let position: SourcePosition?
  /// Characters the caret line covers.
  package let width: Int
  /// An action to take, or the nearest name.
  package let hint: String?

  package init(
    _ severity: Severity = .error, _ code: DiagnosticCode, _ message: String,
    at position: SourcePosition? = nil, width: Int = 1, hint: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.position = position
    self.width = width
    self.hint = hint
  }

  /// The same message as a mistake, where warnings count as such.
  package var asError: Diagnostic {
    Diagnostic(.error, code, message, at: position, width: width, hint: hint)
  }
}
