internal import EECore

/// An expression as the user wrote it, and where: enough to ask it again without the file.
struct ConditionText: Hashable, Sendable {
  private let node: ConfigNode

  init(_ node: ConfigNode) { self.node = node }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(json: JSONValue?) {
    guard let json, case .string(let text)? = json["text"], let position = SourcePosition(json)
    else { return nil }
    node = ConfigNode(.scalar(Scalar(text, isPlain: false)), at: position)
  }

  /// Reads a list of them; earlier versions wrote one without a list.
  static func all(json: JSONValue?) -> [ConditionText] {
    guard case .array(let values)? = json else {
      return ConditionText(json: json).map { [$0] } ?? []
    }
    return values.compactMap(ConditionText.init(json:))
  }

  var text: String { node.scalar?.text ?? "" }

  var json: JSONValue { .object([.init("text", .string(text))] + node.position.members) }

  /// The expression, as messages name it by its role.
  func expression(_ role: NodeCondition.Role) throws(Diagnostics) -> Expression {
    try Expression(node, title: role.title)
  }
}

extension SourcePosition {
  /// Reads what ``members`` wrote; nil for anything else.
  init?(_ json: JSONValue) {
    guard case .string(let file)? = json["file"], case .number(let line)? = json["line"],
      case .number(let column)? = json["column"], let line = Int(line), let column = Int(column)
    else { return nil }
    self.init(file: file, line: line, column: column)
  }

  /// The place as members of a JSON object.
  var members: [JSONValue.Member] {
    [
      .init("file", .string(file)), .init("line", .int(line)), .init("column", .int(column)),
    ]
  }
}
