/// Collects the keys of one mapping, its own before those it merges by `<<`.
struct MappingBuilder {
  /// Whether the last of duplicate keys wins, with a warning, instead of being a mistake.
  let keepsLast: Bool
  private(set) var warnings: [Diagnostic] = []
  private var own: [ConfigEntry] = []
  private var indexOfKey: [String: Int] = [:]
  private var merged: [ConfigEntry] = []

  init(keepsLast: Bool = false) { self.keepsLast = keepsLast }

  mutating func add(_ entry: ConfigEntry) throws(Diagnostics) {
    guard let first = indexOfKey[entry.key] else {
      indexOfKey[entry.key] = own.count
      own.append(entry)
      return
    }
    let message = "duplicate key '\(entry.key)', first given in line \(own[first].keyPosition.line)"
    guard keepsLast else {
      throw Diagnostics(
        .duplicateKey, message, at: entry.keyPosition, width: entry.key.count,
        hint: "keep one of the two")
    }
    own[first] = entry
    warnings.append(
      Diagnostic(
        .warning, .duplicateKey, message + "; the last one counts", at: entry.keyPosition,
        width: entry.key.count, hint: "keep one of the two"))
  }

  mutating func merge(_ value: ConfigNode) throws(Diagnostics) {
    for node in value.sequence ?? [value] {
      guard let entries = node.mapping else {
        throw value.wrongKind("'<<'", expected: "a map or a list of maps")
      }
      merged += entries
    }
  }

  /// The keys in file order, then the merged ones that no earlier one overrides.
  func entries() -> [ConfigEntry] {
    guard !merged.isEmpty else { return own }
    var seen = Set(own.map(\.key))
    return own + merged.filter { seen.insert($0.key).inserted }
  }
}
