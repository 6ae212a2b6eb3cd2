package import EECore
package import HostIO

/// The variables that `cms set` keeps: a map of texts in `variables.dat`.
package struct VariableStore: Sendable {
  /// The directory of the user's settings.
  package let directory: String
  /// The values by name, as they were given.
  package private(set) var values: [String: String]
  /// What else stands in the file, which no frame could name.
  private var others: [ConfigEntry] = []

  private var file: String { Paths.join(directory, "variables.dat") }

  /// Reads the variables; a file that is not there is an empty one.
  ///
  /// - Throws: ``Diagnostics`` EE101, or EE102 where the file is no map.
  package init(in directory: String = VariableStore.baseDirectory()) throws(Diagnostics) {
    self.directory = directory
    values = [:]
    guard Files.status(file) != nil else { return }
    let bytes = try SourceFile.read(file, as: "variables")
    let root = try YAMLReader.read(bytes, file: file, keepingLast: true).root
    for entry in try root.entries(of: "the file of variables") {
      guard let scalar = entry.value.scalar else {
        others.append(entry)
        continue
      }
      values[entry.key] = scalar.kind == .null ? "" : scalar.text
    }
  }

  /// Returns `$CLOUDMESH_CONFIG_DIR`, else `./.cloudmesh` where there is one, else `~/.cloudmesh`.
  package static func baseDirectory() -> String {
    if let chosen = Environment.value("CLOUDMESH_CONFIG_DIR"), !chosen.isEmpty {
      return Paths.absolute(chosen)
    }
    let here = Paths.absolute(".cloudmesh")
    return Files.status(here)?.kind == .directory ? here : Paths.absolute("~/.cloudmesh")
  }

  /// Reads the variables, changes them and writes them; other processes wait meanwhile.
  ///
  /// - Throws: as the initialiser, ``SystemError`` of the disk, and what the change throws.
  package static func update(
    in directory: String = VariableStore.baseDirectory(),
    _ change: (inout VariableStore) throws -> Void
  ) throws {
    // Where nothing can be changed nothing is made either.
    var draft = try VariableStore(in: directory)
    try change(&draft)
    try Directories.ensure(directory)
    let lock = try FileLock(Paths.join(directory, "variables.dat.lock"))
    var variables = try VariableStore(in: directory)
    try change(&variables)
    try variables.save()
    _ = consume lock
  }

  /// Keeps a value as it is given; nothing in it is evaluated.
  package mutating func set(_ name: String, to value: String) {
    values[name] = value
    others.removeAll { $0.key == name }
  }

  /// Forgets a variable, and says whether there was one.
  package mutating func delete(_ name: String) -> Bool { values.removeValue(forKey: name) != nil }

  /// Forgets all variables.
  package mutating func clear() {
    values = [:]
    others = []
  }

  /// Writes all variables: readers see the old file or the new one, nothing between.
  package func save() throws(SystemError) {
    let texts =
      values.map { ($0.key, YAMLText.text($0.value)) }
      + others.map { ($0.key, VariableStore.text(of: $0.value)) }
    let lines = texts.sorted { $0.0 < $1.0 }.map { "\(YAMLText.text($0.0)): \($0.1)\n" }
    try Directories.ensure(directory)
    try Files.replace(file, Array(lines.joined().utf8))
  }

  /// A value on one line.
  private static func text(of node: ConfigNode) -> String {
    switch node.content {
    case .scalar(let scalar):
      // Numbers keep their spelling: nothing here is computed with.
      scalar.kind == .string ? flowText(scalar.text) : scalar.text.isEmpty ? "null" : scalar.text
    case .sequence(let nodes): "[" + nodes.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(flowText($0.key)): \(text(of: $0.value))" }.joined(separator: ", ")
        + "}"
    }
  }

  /// Commas and brackets end plain text inside a list or map.
  private static func flowText(_ text: String) -> String {
    let plain = YAMLText.text(text)
    guard plain == text, text.utf8.contains(where: { ",[]{}".utf8.contains($0) }) else {
      return plain
    }
    return "'\(text)'"
  }
}
