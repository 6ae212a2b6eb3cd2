internal import EETemplate

/// What a name means, and where that is said.
package struct NameOrigin: Sendable {
  /// In words: a swept parameter, an attribute, a variable of the environment.
  package let what: String
  /// Its path in the configuration; nil for what is no part of it.
  package let path: String?
  /// What it renders to; nil where that differs between experiments.
  package let value: String?
}

extension CampaignSpec {
  /// Finds what a frame of this name means.
  ///
  /// - Throws: ``Diagnostics`` EE201 with the nearest name where it means nothing.
  package func origin(of name: String, lookup: Lookup) throws(Diagnostics) -> NameOrigin {
    let names = NameTable(root: root, campaign: self.name, space: space, lookup: lookup)
    guard name.contains(where: { $0 != "." && $0 != "{" }), !name.hasPrefix("{") else {
      throw Diagnostics(
        .undefinedReference, "'\(name)' is no name, expected one such as epoch or system.host",
        hint: "write it as in a frame, without the braces")
    }
    guard let target = names.find(name) else {
      throw Diagnostics(
        .undefinedReference, "'\(name)' is not defined, expected \(names.expectation(for: name))",
        hint: names.hostAdvice(for: name) ?? names.nearest(to: name).map { "did you mean '\($0)'?" }
      )
    }
    switch target {
    case .quantity(.axis(let index), _):
      let axis = space.axes[index]
      let values = axis.values.count == 1 ? "1 value" : "\(axis.values.count) values"
      let what = axis.isDerived ? "a derived parameter" : "a swept parameter"
      return NameOrigin(
        what: "\(what) with \(values)",
        path: (axis.isDerived ? "derive." : "experiments.") + axis.name, value: nil)
    case .quantity:
      return NameOrigin(what: "part of what each experiment is", path: nil, value: nil)
    case .constant(let text, let path):
      return NameOrigin(what: NameOrigin.words(for: path), path: nil, value: text)
    case .node(let node, let path) where path.hasPrefix("host.") && root["host"] == nil:
      return NameOrigin(
        what: NameOrigin.words(for: path), path: nil, value: try value(of: node, at: path, names))
    case .node(let node, let path):
      let what =
        node.mapping == nil ? "a value of the configuration" : "a section of the configuration"
      return NameOrigin(
        what: path.hasPrefix("attributes.") ? "an attribute" : what, path: path,
        value: try value(of: node, at: path, names))
    case .directives:
      return NameOrigin(what: "what the batch system is asked for", path: "directives", value: nil)
    case .varying: return NameOrigin(what: "a parameter", path: nil, value: nil)
    case .open: return NameOrigin(what: "left for the host that is chosen", path: nil, value: nil)
    }
  }

  private func value(
    of node: ConfigNode, at path: String, _ names: NameTable
  ) throws(Diagnostics) -> String? {
    guard let scalar = node.scalar else { return nil }
    var binder = Binder(names: names)
    let text = try binder.resolving(path) { binder throws(Diagnostics) in
      try binder.skeleton(of: Binder.Place(node, text: scalar.text))
    }
    return text.constant.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension NameOrigin {
  fileprivate static func words(for path: String) -> String {
    if path.hasPrefix("os.") { return "a variable of the environment" }
    if path.hasPrefix("cm.") { return "a variable of cms set" }
    if path.hasPrefix("host.") { return "a property of the host" }
    return "the campaign's name"
  }
}
