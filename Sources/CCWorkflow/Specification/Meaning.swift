internal import EECore

/// A value without its places: two that say the same have the same text.
enum Meaning {
  /// Returns a text that only values of the same content have.
  static func text(_ node: ConfigNode) -> String {
    switch node.content {
    case .scalar(let scalar):
      return "\(scalar.isPlain ? "p" : "q")\(scalar.text.utf8.count):\(scalar.text)"
    case .sequence(let items): return "[" + items.map(text).joined() + "]"
    case .mapping(let entries):
      return "{" + entries.map { "\($0.key.utf8.count):\($0.key)=" + text($0.value) }.joined() + "}"
    }
  }
}
