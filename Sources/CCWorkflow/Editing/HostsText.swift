package import EECore

/// The text of a hosts file, of which an edit changes only what it must: comments, order and spelling
/// of everything else stay as the user wrote them.
package struct HostsText: Hashable, Sendable {
  /// The file's name in messages.
  package let file: String
  package private(set) var bytes: [UInt8]

  /// Takes the text of a file.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in it.
  package init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
    self.bytes = bytes
    _ = try HostsText.hosts(in: bytes, file)
  }

  /// A file without hosts.
  package init(file: String) {
    self.file = file
    bytes = Array("hosts:\n".utf8)
  }

  private static func hosts(
    in bytes: [UInt8], _ file: String
  ) throws(Diagnostics) -> [ConfigEntry] {
    let root = try YAMLReader.read(bytes, file: file)
    _ = try HostSpec.all(in: root)
    return root["hosts"]?.mapping ?? []
  }

  /// Refuses a name that a host has already.
  ///
  /// - Throws: ``Diagnostics`` EE103 with its place.
  package func refuse(_ name: String) throws(Diagnostics) {
    let hosts = try HostsText.hosts(in: bytes, file)
    guard let host = hosts.first(where: { $0.key == name }) else { return }
    throw Diagnostics(
      .duplicateKey, "there is a host '\(name)' already, expected a new name", at: host.keyPosition,
      width: name.count, hint: "change it in the file, or choose another name")
  }

  /// Adds a host behind the others; values are YAML as they stand in the file.
  ///
  /// - Throws: ``Diagnostics`` EE103 for a name that is there, EE105 at a value that it cannot have,
  ///   EE106 where the file is written in a way that cannot be edited.
  package mutating func add(
    _ name: String, _ values: [(key: String, value: String)]
  ) throws(Diagnostics) {
    try refuse(name)
    let attributes = values.map { NodeAttribute($0.key, written: $0.value) }
    var editor = TextEditor(bytes)
    guard let section = try YAMLOutline.read(bytes, file: file).entry("hosts") else {
      throw cannotEdit
    }
    editor.addEntry(name, attributes, to: section)
    let result = editor.result()
    let before = try HostsText.hosts(in: bytes, file)
    guard let after = try? HostsText.hosts(in: result, file), after.count == before.count + 1,
      zip(before, after).allSatisfy({
        $0.key == $1.key && Meaning.text($0.value) == Meaning.text($1.value)
      }),
      after.last?.key == name, after.last?.value.mapping?.map(\.key) == values.map(\.key)
    else { throw cannotEdit }
    bytes = result
  }

  private var cannotEdit: Diagnostics {
    Diagnostics(
      .unsupportedKey, "'\(file)' is written in a way that cannot be edited by command", at: nil,
      hint: "edit it by hand")
  }
}
