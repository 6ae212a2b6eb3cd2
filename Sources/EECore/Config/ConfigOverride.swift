internal import EETemplate

/// A value given on the command line: `NAME=VALUE`.
package struct ConfigOverride: Hashable, Sendable {
  /// The parts of its name, between the dots.
  let path: [String]
  let name: String
  let position: SourcePosition
  /// The value as it was typed, and where.
  let text: String
  let textPosition: SourcePosition

  /// Reads an option that holds one `NAME=VALUE`; its commas belong to the value.
  ///
  /// - Throws: ``Diagnostics`` EE114.
  package init(_ text: String, option: String) throws(Diagnostics) {
    try self.init(text[...], of: text, option: option)
  }

  private init(
    _ part: Substring, of whole: String, option: String
  ) throws(Diagnostics) {
    func place(_ index: String.Index) -> SourcePosition {
      SourcePosition(
        file: option, line: 1, column: whole[..<index].unicodeScalars.count + 1)
    }
    position = place(part.startIndex)
    guard let equals = part.firstIndex(of: "=") else {
      throw Diagnostics(
        .malformedOverride, "'\(part)' has no '=', expected NAME=VALUE", at: position,
        width: max(1, part.count))
    }
    name = String(part[..<equals])
    path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(FrameName.allows) }) else {
      throw Diagnostics(
        .malformedOverride,
        "'\(name)' is no name, expected words of letters, digits, '_' and '-' with dots between",
        at: position, width: max(1, name.count))
    }
    guard path.count <= YAMLReader.depthLimit / 2 else {
      throw Diagnostics(
        .malformedOverride,
        "a name has \(path.count) parts, expected at most \(YAMLReader.depthLimit / 2)",
        at: position)
    }
    text = String(part[part.index(after: equals)...])
    textPosition = place(part.index(after: equals))
  }

  /// Reads an option that holds several of them with commas between.
  ///
  /// - Throws: ``Diagnostics`` EE114.
  package static func list(
    _ text: String, option: String
  ) throws(Diagnostics) -> [ConfigOverride] {
    try split(text, at: ",", option: option)
  }

  private static func split(
    _ text: String, at separator: Character, option: String
  ) throws(Diagnostics) -> [ConfigOverride] {
    var overrides: [ConfigOverride] = []
    for part in OptionText.assignments(in: text, separatedBy: separator) {
      overrides.append(try ConfigOverride(part, of: text, option: option))
    }
    return overrides
  }

  /// Reads `--experiment`: parameters as hostlist text with blanks between.
  ///
  /// - Returns: the section `experiments` that they stand for.
  /// - Throws: ``Diagnostics`` EE103 at a parameter given twice, EE114.
  package static func experiments(
    _ text: String, option: String
  ) throws(Diagnostics) -> ConfigNode {
    var builder = MappingBuilder()
    for override in try split(text, at: " ", option: option) {
      let value = override.plain
      try builder.add(ConfigEntry(key: override.name, at: override.position, value: value))
    }
    let start = SourcePosition(file: option, line: 1, column: 1)
    return ConfigNode(.mapping(builder.entries()), at: start)
  }
}

extension ConfigOverride {
  /// The value as text that no quotes protect, as in a file.
  var plain: ConfigNode {
    ConfigNode(.scalar(Scalar(text, isPlain: true)), at: textPosition, .verbatim)
  }

  /// Returns the value as a file would have it: a list, a map, quoted text, or what it looks like.
  ///
  /// - Throws: ``Diagnostics`` EE114.
  func value(ofParameter isParameter: Bool) throws(Diagnostics) -> ConfigNode {
    guard let first = text.first, "[{\"'".contains(first), !beginsWithFrame else { return plain }
    // Blanks in front give every value in it the column that it has in the option.
    let indent = String(repeating: " ", count: textPosition.column - 1)
    do {
      let node = try YAMLReader.read(Array((indent + text).utf8), file: position.file)
      return isParameter && holdsRange(node) ? plain : node
    } catch {
      if isParameter && first == "[" { return plain }
      throw Diagnostics(
        error.all.map {
          Diagnostic(
            .error, .malformedOverride, "value of '\(name)': \($0.message)", at: $0.position,
            width: $0.width, hint: $0.hint)
        })
    }
  }

  private var beginsWithFrame: Bool { Template(text).slots.contains { $0.offset == 0 } }

  /// Whether a list is the hostlist text `[1-3]`, whose quotes the shell has taken.
  private func holdsRange(_ node: ConfigNode) -> Bool {
    (node.sequence ?? []).contains { element in
      guard let scalar = element.scalar, scalar.isPlain else { return false }
      let ends = scalar.text.split(separator: "-", omittingEmptySubsequences: false)
      return ends.count == 2
        && ends.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }
    }
  }
}
