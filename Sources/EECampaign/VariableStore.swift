package import EECore
package import HostIO

/// The variables that `cms set` keeps: a map of texts in `variables.dat`.
package struct VariableStore: Sendable {
  /// The directory of the user's settings.
  package let directory: String
  /// The values by name, as they were given.
  package private(set) var values: [String: String]

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
      // Whatever else the original left there is nothing that a frame could name.
      guard let scalar = entry.value.scalar else { continue }
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

  /// Keeps a value as it is given; nothing in it is evaluated.
  package mutating func set(_ name: String, to value: String) { values[name] = value }

  /// Forgets a variable, and says whether there was one.
  package mutating func delete(_ name: String) -> Bool { values.removeValue(forKey: name) != nil }

  /// Forgets all variables.
  package mutating func clear() { values = [:] }

  /// Writes all variables: readers see the old file or the new one, nothing between.
  package func save() throws(SystemError) {
    let lines = values.sorted { $0.key < $1.key }.map {
      "\(YAMLText.text($0.key)): \(YAMLText.text($0.value))\n"
    }
    try Directories.ensure(directory)
    try Files.replace(file, Array(lines.joined().utf8))
  }
}
