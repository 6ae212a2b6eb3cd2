package import EECore

/// What one check of `doctor` found.
package struct Finding: Hashable, Sendable {
  package enum Severity: String, Sendable {
    case fine
    /// It works, and somebody should know.
    case note
    /// Something does not work, or will not.
    case problem
  }

  package let severity: Severity
  /// What was looked at, such as `database`.
  package let subject: String
  package let text: String
  /// What to do about it.
  package let advice: String?

  init(_ severity: Severity, _ subject: String, _ text: String, advice: String? = nil) {
    self.severity = severity
    self.subject = subject
    self.text = text
    self.advice = advice
  }

  /// The same of something else.
  func about(_ subject: String) -> Finding {
    Finding(severity, subject, text, advice: advice)
  }

  /// One line, and one more where there is something to do.
  package var line: String {
    let word = ["fine": "ok", "note": "note", "problem": "problem"][severity.rawValue] ?? ""
    let pad = String(repeating: " ", count: 7 - word.count)
    return "\(word)\(pad)  \(subject): \(text)" + (advice.map { "\n         hint: \($0)" } ?? "")
  }

  package var json: JSONValue {
    .object([
      .init("severity", .string(severity.rawValue)), .init("subject", .string(subject)),
      .init("text", .string(text)), .init("advice", .optional(advice)),
    ])
  }
}
