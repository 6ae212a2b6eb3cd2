/// What a batch system is told for each type of GPU or queue of a site, as options.
package struct BatchDirectives: Hashable, Sendable {
  /// By type, in the order of the file.
  private let table: [String: [String]]
  /// The types, without `default`.
  package let types: [String]
  private let only: [String]?

  /// Reads a map of options by type.
  ///
  /// - Throws: ``Diagnostics`` EE105 at what is no option.
  package init(_ node: ConfigNode) throws(Diagnostics) {
    let directives = try Directives(node)
    var table: [String: [String]] = [:]
    var types: [String] = []
    for entry in node.mapping ?? [] {
      table[entry.key] = try BatchDirectives.options(entry.value.mapping ?? [])
      if entry.key != "default" { types.append(entry.key) }
    }
    self.table = table
    self.types = types
    only = try directives.only.map { entries throws(Diagnostics) in
      try BatchDirectives.options(entries)
    }
  }

  private static func options(_ entries: [ConfigEntry]) throws(Diagnostics) -> [String] {
    var options: [String] = []
    for entry in entries {
      guard let line = try Directives.line(entry) else { continue }
      let option = String(line.start.dropFirst("#SBATCH ".count))
      // A short option and its value are two words.
      if option.hasSuffix(" ") {
        options += [String(option.dropLast()), line.value ?? ""]
      } else {
        options.append(option + (line.value ?? ""))
      }
    }
    return options
  }

  /// Returns the options for a type of GPU; without one, and for one that has none of its own, those
  /// named `default`.
  package func options(for type: String?) -> [String] {
    if let type {
      let name = types.first { $0 == type } ?? types.first { $0.lowercased() == type }
      if let name, let options = table[name] { return options }
    }
    return table["default"] ?? (type == nil ? only : nil) ?? []
  }
}
