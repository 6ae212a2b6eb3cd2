/// What each GPU type or queue of a site needs: options of the batch system by name.
struct Directives {
  private let table: ConfigNode

  /// Takes a map of options by type.
  ///
  /// - Throws: ``Diagnostics`` EE105 where it is none.
  init(_ table: ConfigNode) throws(Diagnostics) {
    for entry in try table.entries(of: "'directives'") {
      _ = try entry.value.entries(of: "directive '\(entry.key)'")
    }
    self.table = table
  }

  /// Whether a section has a table for each host, as in the original.
  static func isByHost(_ section: ConfigNode) -> Bool {
    guard let hosts = section.mapping, !hosts.isEmpty else { return false }
    return hosts.allSatisfy { host in
      host.value.mapping?.isEmpty == false
        && host.value.mapping?.allSatisfy { $0.value.mapping != nil } == true
    }
  }

  private var names: [String] { (table.mapping ?? []).map(\.key) }

  /// The options of the only type, or of the one named `default`.
  var only: [ConfigEntry]? {
    let node = table["default"] ?? (names.count == 1 ? table.mapping?.first?.value : nil)
    return node?.mapping
  }

  var hint: String { names.joined(separator: ", ") }

  /// Returns the options of a type.
  ///
  /// - Throws: ``Diagnostics`` EE207 where there are none.
  func entries(
    for name: String, at position: SourcePosition
  ) throws(Diagnostics) -> [ConfigEntry] {
    if let entries = table[name]?.mapping { return entries }
    if let entries = table["default"]?.mapping { return entries }
    let expected = names.count == 1 ? "'\(hint)'" : "one of: \(hint)"
    let nearest = Suggestion.nearestSpelling(to: name, among: names)
    throw Diagnostics(
      .unknownDirective, "there are no directives for '\(name)', expected \(expected)",
      at: position, hint: nearest.map { "did you mean '\($0)'?" })
  }

  /// Returns the line of an option up to its value; nil for an option that is switched off.
  ///
  /// - Throws: ``Diagnostics`` EE105 at a value that is not one line of text.
  static func line(
    _ entry: ConfigEntry
  ) throws(Diagnostics) -> (start: String, value: String?)? {
    guard let scalar = entry.value.scalar else {
      throw entry.value.wrongKind("directive '\(entry.key)'", expected: "one value")
    }
    guard !scalar.text.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
      throw entry.value.wrongKind("directive '\(entry.key)'", expected: "one line")
    }
    let name = entry.key.utf8.count == 1 ? "-\(entry.key)" : "--\(entry.key)"
    switch (scalar.kind, scalar.text.lowercased()) {
    case (.null, _), (_, "none"), (_, ""), (.bool, "false"): return nil
    case (.bool, _): return ("#SBATCH \(name)", nil)
    default: return ("#SBATCH \(name)" + (name.hasPrefix("--") ? "=" : " "), scalar.text)
    }
  }

  /// A warning at a name that no option has; a later Slurm may have it.
  static func warning(about entry: ConfigEntry) -> Diagnostic? {
    guard entry.key.utf8.count > 1, !SlurmOptions.all.contains(entry.key) else { return nil }
    return Diagnostic(
      .warning, .unknownDirective, "sbatch has no option '--\(entry.key)'", at: entry.keyPosition,
      width: entry.key.count,
      hint: Suggestion.hint(for: entry.key, among: SlurmOptions.all.sorted()))
  }
}
