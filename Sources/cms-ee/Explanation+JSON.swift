import EECampaign
import EECore

// The promised shape of `explain --json`, version 1.
extension Explanation {
  /// How the number of experiments came about, and each parameter.
  var json: String {
    let parameters = draft.spec.space.axes.map { axis in
      JSONValue.object([
        .init("name", .string(axis.name)), .init("role", .string(Explanation.role(of: axis))),
        .init("position", Explanation.json(of: axis.position)),
        .init("values", .array(axis.values.map(\.json))),
      ])
    }
    return JSONWriter.text(
      .object([
        .init("version", .int(1)), .init("count", .int(draft.spec.space.count)),
        .init("account", .array(draft.spec.account.lines.map(JSONValue.string))),
        .init("parameters", .array(parameters)),
      ])) + "\n"
  }

  /// The value of a name, where it stands, and what it overrode.
  ///
  /// - Throws: ``Diagnostics`` EE201 where nothing has this name.
  func json(of name: String) throws(Diagnostics) -> String {
    let origin = try draft.spec.origin(of: name, lookup: draft.lookup)
    let entries = entries(of: origin).map { entry in
      JSONValue.object([
        .init("name", .string(entry)),
        .init("origins", Explanation.json(of: draft.layers.origins(of: entry))),
      ])
    }
    return JSONWriter.text(
      .object(
        [
          .init("version", .int(1)), .init("name", .string(name)),
          .init("what", .string(origin.what)), .init("value", .optional(origin.value)),
          .init("origins", Explanation.json(of: chain(of: origin))),
        ] + (entries.isEmpty ? [] : [.init("entries", .array(entries))]))) + "\n"
  }

  private static func json(of chain: [ConfigNode]) -> JSONValue {
    .array(
      chain.map { node in
        .object([
          .init("position", json(of: node.position)), .init("value", json(of: node)),
        ])
      })
  }

  private static func json(of position: SourcePosition) -> JSONValue {
    .object([
      .init("file", .string(position.file)), .init("line", .int(position.line)),
      .init("column", .int(position.column)),
    ])
  }

  private static func json(of node: ConfigNode) -> JSONValue {
    switch node.content {
    case .scalar(let scalar): ParameterValue(scalar).json
    case .sequence(let nodes): .array(nodes.map(json))
    case .mapping(let entries): .object(entries.map { .init($0.key, json(of: $0.value)) })
    }
  }
}
