/// Collects the keys of one mapping, its own before those it merges by `<<`.
struct MappingBuilder {
  private var own: [ConfigEntry] = []
  private var indexOfKey: [String: Int] = [:]
  private var merged: [ConfigEntry] = []

  mutating func add(_ entry: ConfigEntry) throws(Diagnostics) {
    if let first = indexOfKey[entry.key] {
      throw Diagnostics(
        .duplicateKey,
        "duplicate key '\(entry.key)', first given in line \(own[first].keyPosition.line)",
        at: entry.keyPosition, width: entry.key.count, hint: "keep one of the two")
    }
    indexOfKey[entry.key] = own.count
    own.append(entry)
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
