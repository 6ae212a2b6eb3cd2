internal import EECore
internal import HostIO

/// What makes the members of a group once another node is done: that node, and the group's own keys.
struct OutputSource: Hashable, Sendable {
  /// The node whose output lists them.
  let node: String
  /// The keys that say how a member is run, with their frames.
  let template: ConfigNode
  /// The workflow file's directory, absolute.
  var directory: String
  /// Where logs are linked, absolute.
  var base: String
  /// What the frames of the template may name besides parameters.
  let names: KeptLookup

  init(
    node: String, template: ConfigNode, directory: String, base: String, names: KeptLookup
  ) {
    self.node = node
    self.template = template
    self.directory = directory
    self.base = base
    self.names = names
  }

  var json: JSONValue {
    .object(
      [
        .init("from", .string(node)), .init("node", Self.json(template)),
        .init("directory", .string(directory)), .init("base", .string(base)),
        .init("names", names.json),
      ] + template.position.members)
  }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(json: JSONValue) {
    guard let node = json["from"]?.text, let template = json["node"],
      let directory = json["directory"]?.text, let base = json["base"]?.text,
      let position = SourcePosition(json)
    else { return nil }
    self.init(
      node: node, template: Self.config(template, at: position), directory: directory, base: base,
      names: KeptLookup(json: json["names"]))
  }

  /// What is null was never given, so that all that is left is text.
  private static func json(_ node: ConfigNode) -> JSONValue {
    switch node.content {
    case .scalar(let scalar): .string(scalar.text)
    case .sequence(let nodes): .array(nodes.map(json))
    case .mapping(let entries):
      .object(
        entries.filter { $0.value.scalar?.kind != .null }.map { .init($0.key, json($0.value)) })
    }
  }

  private static func config(_ value: JSONValue, at position: SourcePosition) -> ConfigNode {
    switch value {
    case .array(let values):
      ConfigNode(.sequence(values.map { config($0, at: position) }), at: position)
    case .object(let members):
      ConfigNode(
        .mapping(
          members.map {
            ConfigEntry(key: $0.key, at: position, value: config($0.value, at: position))
          }), at: position)
    default: ConfigNode(.scalar(Scalar(value.text ?? "", isPlain: false)), at: position)
    }
  }
}
