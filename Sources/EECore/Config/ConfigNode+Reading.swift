// Reading a typed value from a node, or saying what was found instead.
extension ConfigNode {
  /// Returns the entries of a mapping; nothing at all counts as an empty one.
  package func entries(of what: @autoclosure () -> String) throws(Diagnostics) -> [ConfigEntry] {
    if let mapping { return mapping }
    if scalar?.isNull == true { return [] }
    throw wrongKind(what(), expected: "a map")
  }

  /// Returns the spelling of a scalar that is not empty.
  package func text(of what: @autoclosure () -> String) throws(Diagnostics) -> String {
    guard let scalar, !scalar.isNull else { throw wrongKind(what(), expected: "text") }
    return scalar.text
  }

  /// Returns a list of texts; one scalar is a list of one.
  package func texts(of what: @autoclosure () -> String) throws(Diagnostics) -> [ConfigNode] {
    let nodes = sequence ?? [self]
    for node in nodes { _ = try node.text(of: what()) }
    return nodes
  }

  /// Returns a whole number of at least `minimum`.
  package func integer(
    of what: @autoclosure () -> String, atLeast minimum: Int
  ) throws(Diagnostics) -> Int {
    guard let scalar, let number = Int(scalar.text), number >= minimum else {
      throw wrongKind(what(), expected: "a whole number of at least \(minimum)")
    }
    return number
  }

  package func wrongKind(_ what: String, expected: String) -> Diagnostics {
    let found = scalar.flatMap { $0.text.isEmpty ? nil : "'\($0.text)'" } ?? kindName
    return Diagnostics(.wrongKind, "\(what) is \(found), expected \(expected)", at: position)
  }
}

extension [ConfigEntry] {
  /// Reports keys that a known section does not have, with the nearest that it has.
  ///
  /// - Throws: ``Diagnostics`` EE104 at each unknown key, EE106 at each that is planned.
  package func check(
    keys known: [String], planned: [String] = [], in section: String
  ) throws(Diagnostics) {
    var found: [Diagnostic] = []
    for entry in self where !known.contains(entry.key) {
      let width = entry.key.count
      if planned.contains(entry.key) {
        found.append(
          Diagnostic(
            .error, .unsupportedKey, "key '\(entry.key)' of \(section) is not supported yet",
            at: entry.keyPosition, width: width, hint: "this version would ignore it; remove it"))
      } else {
        found.append(
          Diagnostic(
            .error, .unknownKey, "unknown key '\(entry.key)' in \(section)", at: entry.keyPosition,
            width: width, hint: Suggestion.hint(for: entry.key, among: known)))
      }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
  }
}
