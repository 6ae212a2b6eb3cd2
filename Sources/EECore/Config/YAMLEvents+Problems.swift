internal import CYAML

// What libyaml stumbled over, in the user's words and where the user would look.
extension YAMLEvents {
  /// Returns the message for the error that the parser has just met.
  func problem() -> Diagnostics {
    let raw = parser.pointee
    let found = raw.problem.map { String(cString: $0) } ?? "unreadable text"
    if raw.error == YAML_READER_ERROR { return unreadable(found, at: raw.problem_offset) }
    let character = character(at: raw.problem_mark)
    if found.contains("cannot start any token") || found.contains("tab character") {
      return character == "\t"
        ? report("found a tab, expected blanks", raw.problem_mark, "indent with blanks")
        : report("text cannot begin with '\(character ?? " ")'", raw.problem_mark, "quote it")
    }
    if found.contains("unexpected end of stream") {
      return report("the quote opened here is never closed", raw.context_mark, nil)
    }
    if found.contains("expected alphabetic or numeric") {
      let first = self.character(at: raw.context_mark) ?? "*"
      return report("text cannot begin with '\(first)'", raw.context_mark, "quote it")
    }
    if found.contains("expected ':'") {
      return report("a key without a value, expected ': ' after it", raw.context_mark, nil)
    }
    let context = raw.context.map { String(cString: $0) + ": " } ?? ""
    return report(context + found, raw.problem_mark, hint(for: found, opened: raw.context_mark))
  }

  private func report(_ message: String, _ mark: yaml_mark_t, _ hint: String?) -> Diagnostics {
    Diagnostics(.malformedYAML, "malformed YAML: " + message, at: position(mark), hint: hint)
  }

  /// Errors of the byte reader come with an offset only.
  private func unreadable(_ found: String, at offset: Int) -> Diagnostics {
    Diagnostics(
      .malformedYAML, "malformed YAML: " + found,
      at: SourcePosition(file: file, offset: offset, in: Array(input)),
      hint: found.contains("UTF-8")
        ? "save the file as UTF-8" : "remove it, or write it as \\xHH in double quotes")
  }

  private func character(at mark: yaml_mark_t) -> Character? {
    let lines = input.split(
      separator: UInt8(ascii: "\n"), maxSplits: mark.line + 1, omittingEmptySubsequences: false)
    guard mark.line < lines.count else { return nil }
    return String(decoding: lines[mark.line], as: UTF8.self).dropFirst(mark.column).first
  }

  private func hint(for found: String, opened: yaml_mark_t) -> String? {
    if found.contains("mapping values are not allowed") {
      return "quote text that holds ': ', or check the indentation of this line"
    }
    if found.contains("did not find expected key") {
      return "check the indentation of this line and the one above, and that quotes are closed"
    }
    if found.contains("expected ',' or") {
      return "close what is opened in line \(opened.line + 1), column \(opened.column + 1)"
    }
    if found.contains("unknown escape") { return "use single quotes, or \\\\ for a backslash" }
    return nil
  }
}
