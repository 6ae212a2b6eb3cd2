internal import EECore

/// A key of a node with the value that a command gives it, and how that stands in a file.
///
/// A list or a map in YAML's brackets is one where the key takes such; anything else is text.
struct NodeAttribute {
  private static let structured: Set<String> = [
    "needs", "gpus", "time", "retries", "foreach", "repeat", "env", "hosts",
  ]

  let key: String
  /// As it was given.
  let value: String
  /// What goes into the file.
  let text: String
  /// The list or map; nil of plain text.
  let node: ConfigNode?

  init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
    var written = value
    if key == "needs", !value.hasPrefix("["), value.contains(",") {
      let names = NodeName.chain(value).map(YAMLText.text)
      written = "[\(names.joined(separator: ", "))]"
    }
    node = NodeAttribute.structured.contains(key) ? NodeAttribute.structure(written) : nil
    text = node == nil ? YAMLText.text(value) : written
  }

  /// A key with a value as it stands in a file.
  init(_ key: String, written text: String) {
    self.key = key
    value = text
    self.text = text
    node = nil
  }

  /// The names that it says the node needs; nil of another key.
  var needs: [String]? {
    guard key == "needs" else { return nil }
    guard let node else { return value.isEmpty ? [] : [value] }
    return (node.sequence ?? []).compactMap { $0.scalar?.text }
  }

  /// Reads a list or map in brackets; a frame such as `{gpu}` is neither.
  private static func structure(_ text: String) -> ConfigNode? {
    guard text.hasPrefix("[") || text.hasPrefix("{"), !text.contains("\n"),
      let node = try? YAMLReader.read(Array(text.utf8), file: "")
    else { return nil }
    if node.sequence != nil { return node }
    guard let entries = node.mapping else { return nil }
    return entries.allSatisfy { $0.value.scalar?.kind != .null } ? node : nil
  }
}
