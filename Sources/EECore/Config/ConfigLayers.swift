/// Configuration files, profiles and options laid over each other: maps merge, all else is replaced.
package struct ConfigLayers: Sendable {
  private static let profilesKey = "profiles"

  /// What all layers say together; each value knows its own file.
  package private(set) var root: ConfigNode
  /// What stood at a path before, the newest first.
  private var overridden: [[String]: [ConfigNode]] = [:]

  /// Begins with one file.
  ///
  /// - Throws: ``Diagnostics`` EE105 where it is no map, EE103 where it names its parameters twice.
  package init(_ root: ConfigNode) throws(Diagnostics) {
    self.root = ConfigNode(.mapping([]), at: root.position)
    try add(root)
  }

  /// Lays a file over what is there.
  ///
  /// - Throws: ``Diagnostics`` as the initialiser.
  package mutating func add(_ layer: ConfigNode) throws(Diagnostics) {
    let entries = try layer.entries(of: "the sweep file")
    _ = try ExperimentSection.find(in: entries)
    merge(entries, at: [])
  }

  /// Puts a value at a path, merging it with a map that is there.
  mutating func set(_ path: [String], to value: ConfigNode, namedAt position: SourcePosition) {
    guard let first = path.first else { return }
    let inner = path.dropFirst().reversed().reduce(value) { inner, key in
      ConfigNode(.mapping([ConfigEntry(key: key, at: position, value: inner)]), at: position)
    }
    merge([ConfigEntry(key: first, at: position, value: inner)], at: [])
  }

  /// Puts a value in place of a whole section.
  mutating func replace(_ key: String, by value: ConfigNode) {
    let key = spelling(of: key, in: root.mapping ?? [], at: [])
    var entries = root.mapping ?? []
    let entry = ConfigEntry(key: key, at: value.position, value: value)
    if let index = entries.firstIndex(where: { $0.key == key }) {
      overridden[ConfigLayers.canonical([key]), default: []].insert(entries[index].value, at: 0)
      for inner in entries[index].value.mapping ?? [] {
        let path = ConfigLayers.canonical([key, inner.key])
        overridden[path, default: []].insert(inner.value, at: 0)
      }
      entries[index] = entry
    } else {
      entries.append(entry)
    }
    root.content = .mapping(entries)
  }

  /// Returns the value at a dotted path and all that it overrode.
  ///
  /// - Returns: the newest first; empty where nothing ever stood there.
  package func origins(of path: String) -> [ConfigNode] {
    let parts = path.split(separator: ".").map(String.init)
    let current = node(at: parts)
    return (current.map { [$0] } ?? []) + (overridden[ConfigLayers.canonical(parts)] ?? [])
  }

  /// Returns the paths of all values below a dotted path that are replaced as a whole, in order.
  ///
  /// - Returns: the path alone where no map stands there.
  package func entries(of path: String) -> [String] {
    let parts = path.split(separator: ".").map(String.init)
    guard let entries = node(at: parts)?.mapping, !entries.isEmpty, !ConfigLayers.isWhole(parts)
    else { return [path] }
    return entries.flatMap { self.entries(of: "\(path).\($0.key)") }
  }

  /// The value at a path of keys; the section of parameters has both its names.
  func node(at path: [String]) -> ConfigNode? {
    var node = root
    for (depth, key) in path.enumerated() {
      let entries = node.mapping ?? []
      let spelled = spelling(of: key, in: entries, at: Array(path.prefix(depth)))
      guard let next = entries.first(where: { $0.key == spelled }) else { return nil }
      node = next.value
    }
    return node
  }
}

extension ConfigLayers {
  /// Applies profiles in the order given, then takes the section `profiles` out.
  ///
  /// - Throws: ``Diagnostics`` EE113 at a profile that is not there.
  package mutating func apply(profiles names: [String]) throws(Diagnostics) {
    let known = try root[Self.profilesKey]?.entries(of: "'profiles'") ?? []
    for name in names {
      guard let profile = known.first(where: { $0.key == name }) else {
        throw Diagnostics(
          .unknownProfile, "profile '\(name)' is not defined",
          at: known.isEmpty ? nil : root[Self.profilesKey]?.position,
          hint: known.isEmpty
            ? "no file has a section 'profiles'"
            : Suggestion.hint(for: name, among: known.map(\.key)))
      }
      let entries = try profile.value.entries(of: "profile '\(name)'")
      _ = try ExperimentSection.find(in: entries)
      merge(entries, at: [])
    }
    root.content = .mapping((root.mapping ?? []).filter { $0.key != Self.profilesKey })
  }

  private mutating func merge(_ entries: [ConfigEntry], at path: [String]) {
    root = merged(root, entries, at: path)
  }

  private mutating func merged(
    _ old: ConfigNode, _ layer: [ConfigEntry], at path: [String]
  ) -> ConfigNode {
    var entries = old.mapping ?? []
    var indexOfKey = Dictionary(zip(entries.map(\.key), entries.indices)) { first, _ in first }
    for entry in layer {
      let key = spelling(of: entry.key, in: entries, at: path)
      guard let index = indexOfKey[key] else {
        indexOfKey[key] = entries.count
        entries.append(ConfigEntry(key: key, at: entry.keyPosition, value: entry.value))
        continue
      }
      let inner = path + [key]
      let before = entries[index]
      if before.value.mapping != nil, let new = entry.value.mapping, !ConfigLayers.isWhole(inner) {
        entries[index].value = merged(before.value, new, at: inner)
      } else {
        overridden[ConfigLayers.canonical(inner), default: []].insert(before.value, at: 0)
        entries[index] = ConfigEntry(key: key, at: entry.keyPosition, value: entry.value)
      }
    }
    var node = old
    node.content = .mapping(entries)
    return node
  }

  /// Whether the values at a path are replaced whole: parameters, whose rules would not mix.
  private static func isWhole(_ path: [String]) -> Bool {
    let inner = path.first == profilesKey ? Array(path.dropFirst(2)) : path
    return inner.count == 2 && ExperimentSection.keys.contains(inner[0])
  }

  /// The name that a key has already: `experiment` and `experiments` are the same.
  private func spelling(of key: String, in entries: [ConfigEntry], at path: [String]) -> String {
    let isTop = path.isEmpty || path.count == 2 && path[0] == Self.profilesKey
    guard isTop, ExperimentSection.keys.contains(key) else { return key }
    return entries.first { ExperimentSection.keys.contains($0.key) }?.key ?? key
  }

  /// A path with one name for the section of parameters.
  private static func canonical(_ path: [String]) -> [String] {
    guard let first = path.first, ExperimentSection.keys.contains(first) else { return path }
    return [ExperimentSection.keys[0]] + path.dropFirst()
  }
}
