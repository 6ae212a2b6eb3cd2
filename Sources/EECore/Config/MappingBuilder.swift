/// Collects the keys of one mapping, its own before those it merges by `<<`.
struct MappingBuilder {
  /// Of so few keys each is compared with all before it, which takes less than hashing them.
  private static let fewKeys = 12

  /// Whether the last of duplicate keys wins, with a warning, instead of being a mistake.
  let keepsLast: Bool
  private(set) var warnings: [Diagnostic] = []
  private var own: [ConfigEntry] = []
  /// Empty where there are few.
  private var indexOfKey: [String: Int] = [:]
  private var merged: [ConfigEntry] = []

  init(keepsLast: Bool = false) { self.keepsLast = keepsLast }

  mutating func add(_ entry: ConfigEntry) throws(Diagnostics) {
    guard let first = place(of: entry.key) else {
      note(entry.key)
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

  private func place(of key: String) -> Int? {
    indexOfKey.isEmpty ? own.firstIndex { $0.key == key } : indexOfKey[key]
  }

  /// Remembers where a key is about to stand.
  private mutating func note(_ key: String) {
    if !indexOfKey.isEmpty {
      indexOfKey[key] = own.count
    } else if own.count == Self.fewKeys {
      for (place, entry) in own.enumerated() { indexOfKey[entry.key] = place }
      indexOfKey[key] = own.count
    }
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

  /// Returns the keys in an array no larger than they are, and begins anew.
  mutating func take() -> (entries: [ConfigEntry], warnings: [Diagnostic]) {
    defer {
      own.removeAll(keepingCapacity: true)
      if !indexOfKey.isEmpty { indexOfKey = [:] }
      if !merged.isEmpty { merged = [] }
      warnings = []
    }
    guard merged.isEmpty else { return (entries(), warnings) }
    return (own.withUnsafeBufferPointer { Array($0) }, warnings)
  }
}
