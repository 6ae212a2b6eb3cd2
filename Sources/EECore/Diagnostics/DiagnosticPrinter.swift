/// Turns diagnostics into the text a person reads: words and layout live here alone.
package struct DiagnosticPrinter {
  /// Returns the bytes of a named file, so that the offending line can be shown; nil hides it.
  package typealias Source = (_ file: String) -> [UInt8]?

  private let source: Source
  private let colour: Bool

  package init(colour: Bool = false, source: @escaping Source) {
    self.source = source
    self.colour = colour
  }

  /// Returns the messages one after another, each ending in a line feed.
  package func text(for diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text(for:)).joined()
  }

  private func text(for diagnostic: Diagnostic) -> String {
    var text = diagnostic.position.map { "\($0): " } ?? ""
    text += paint(diagnostic.severity.rawValue + ":", as: diagnostic.severity)
    text += " \(diagnostic.message) [\(diagnostic.code.rawValue)]\n"
    if let position = diagnostic.position, let line = line(at: position) {
      text += excerpt(of: line, at: position, width: diagnostic.width)
    }
    if let hint = diagnostic.hint { text += "hint: \(hint)\n" }
    return text
  }

  private func line(at position: SourcePosition) -> String? {
    guard position.line > 0, let bytes = source(position.file) else { return nil }
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: position.line, omittingEmptySubsequences: false)
    guard position.line <= lines.count else { return nil }
    return String(decoding: lines[position.line - 1], as: UTF8.self)
  }

  /// Shows the line, cut around the caret where it is long, and the caret below it.
  private func excerpt(of line: String, at position: SourcePosition, width: Int) -> String {
    let limit = 90
    let characters = Array(line.prefix { $0 != "\r" })
    let caret = min(max(position.column - 1, 0), characters.count)
    let first = caret > limit - 10 ? caret - limit / 2 : 0
    let last = min(characters.count, first + limit)
    // A tab keeps its width only where the caret line repeats it.
    let margin = characters[first..<caret].map { $0 == "\t" ? "\t" : " " }.joined()
    let carets = String(repeating: "^", count: max(1, min(width, last - caret)))
    let number = "  \(position.line) "
    let blank = String(repeating: " ", count: number.count)
    let shown = (first > 0 ? "…" : "") + String(characters[first..<last])
    let indent = first > 0 ? " " : ""
    return "\(number)│ \(shown)\n\(blank)│ \(indent)\(margin)\(paint(carets, as: .error))\n"
  }

  private func paint(_ text: String, as severity: Diagnostic.Severity) -> String {
    guard colour else { return text }
    let code =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
  }
}
