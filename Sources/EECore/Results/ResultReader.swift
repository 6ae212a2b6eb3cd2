/// Reads `results`: a map of names to where their values stand.
package enum ResultReader {
  private static let sources = ["regex", "json", "column", "timer", "metric"]
  private static let keys = sources + ["file", "unit", "pick", "goal", "optional"]

  /// - Throws: ``Diagnostics`` at what is wrong in any of them.
  package static func results(
    _ node: ConfigNode?, in section: String
  ) throws(Diagnostics) -> [ResultSpec] {
    guard let node, node.scalar?.isNull != true else { return [] }
    var results: [ResultSpec] = []
    var found: [Diagnostic] = []
    for entry in try node.entries(of: "'results' of \(section)") {
      do throws(Diagnostics) { results.append(try result(entry)) } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    return results
  }

  private static func result(_ entry: ConfigEntry) throws(Diagnostics) -> ResultSpec {
    let what = "result '\(entry.key)'"
    let entries = try entry.value.entries(of: what)
    try entries.check(keys: keys, in: what)
    let given = entries.filter { sources.contains($0.key) }
    guard let first = given.first else {
      throw Diagnostics(
        .missingKey, "\(what) does not say where it stands, expected one of \(words(sources))",
        at: entry.keyPosition, width: max(1, entry.key.count),
        hint: "write \(entry.key): {regex: '\(entry.key)=([\\d.]+)'}")
    }
    guard given.count == 1 else {
      throw Diagnostics(
        .wrongKind, "\(what) has '\(first.key)' and '\(given[1].key)', expected one of them",
        at: given[1].keyPosition, width: given[1].key.count, hint: "remove one of the two")
    }
    let value = entry.value
    let file = try value["file"].map { node throws(Diagnostics) in try path(node, of: what) }
    let source = try source(first, of: what)
    return ResultSpec(
      name: entry.key, source: source, file: try place(file, of: source, first, what),
      unit: try value["unit"]?.text(of: "'unit' of \(what)"),
      pick: try word(value["pick"], "'pick' of \(what)") ?? .last,
      goal: try word(value["goal"], "'goal' of \(what)"),
      isOptional: try flag(value["optional"], "'optional' of \(what)"))
  }

  private static func source(
    _ entry: ConfigEntry, of what: String
  ) throws(Diagnostics) -> ResultSpec.Source {
    let text = try entry.value.text(of: "'\(entry.key)' of \(what)")
    switch entry.key {
    case "regex":
      do throws(Pattern.Problem) { _ = try Pattern(text) } catch {
        throw Diagnostics(
          .malformedPattern, "regex of \(what): \(error.message)",
          at: entry.value.position(ofByte: error.offset),
          hint: "regular expressions are those of Perl; quote them with '…' in YAML")
      }
      return .pattern(text)
    case "json":
      guard let path = JSONPath(text) else {
        throw entry.value.wrongKind(
          "'json' of \(what)", expected: "a path such as training.accuracy or runs[0].loss")
      }
      return .json(path)
    case "column": return .column(text)
    case "timer": return .timer(text)
    default: return .metric(text)
    }
  }

  /// Decides which file a source is in: what a program leaves without being told is usual.
  private static func place(
    _ file: String?, of source: ResultSpec.Source, _ entry: ConfigEntry, _ what: String
  ) throws(Diagnostics) -> String? {
    switch source {
    case .pattern: return file
    case .json: return file ?? "metrics.json"
    case .column: return file ?? "metrics.csv"
    case .timer, .metric:
      guard file != nil else { return nil }
      throw Diagnostics(
        .wrongKind, "\(what) has '\(entry.key)' and 'file', expected no file",
        at: entry.keyPosition, width: entry.key.count,
        hint:
          "timers and metrics are found wherever a program leaves them; use regex, json or column"
      )
    }
  }

  private static func path(_ node: ConfigNode, of what: String) throws(Diagnostics) -> String {
    let text = try node.text(of: "'file' of \(what)")
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard !text.hasPrefix("/"), !text.hasPrefix("~"), !parts.contains(".."), !parts.contains("")
    else {
      throw node.wrongKind(
        "'file' of \(what)", expected: "a file below the job's directory such as out/scores.json")
    }
    return text
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ node: ConfigNode?, _ what: String
  ) throws(Diagnostics) -> Word? where Word.RawValue == String {
    guard let node else { return nil }
    let text = try node.text(of: what)
    if let word = Word(rawValue: text) { return word }
    let names = Word.allCases.map(\.rawValue)
    throw Diagnostics(
      .wrongKind, "\(what) is '\(text)', expected one of \(words(names))",
      at: node.position(ofByte: 0), width: max(1, text.count),
      hint: Suggestion.hint(for: text, among: names))
  }

  private static func flag(_ node: ConfigNode?, _ what: String) throws(Diagnostics) -> Bool {
    guard let node else { return false }
    switch node.scalar?.text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: throw node.wrongKind(what, expected: "true or false")
    }
  }

  private static func words(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
