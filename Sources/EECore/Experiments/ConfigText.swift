internal import EETemplate

/// Writes the resolved configuration of an experiment as block-style YAML with holes.
struct ConfigText {
  private(set) var skeleton = Skeleton()
  private var binder: Binder

  /// The binder, with the holes that the text asked for.
  var finished: (skeleton: Skeleton, binder: Binder) { (skeleton, binder) }

  init(binder: Binder) { self.binder = binder }

  /// Appends the whole file: the configuration, then the experiment's values and its identity.
  mutating func write(_ spec: CampaignSpec) throws(Diagnostics) {
    for entry in try spec.root.entries(of: "the sweep file")
    where !CampaignSpec.steeringKeys.contains(entry.key) && entry.key != "ee" {
      try append(entry, indent: 0, path: "")
    }
    appendEnvironment(of: spec)
    append(text: "experiment:\n")
    for (index, axis) in spec.space.axes.enumerated() {
      guard !spec.space.isPartial(index) else {
        skeleton.append(binder.hole(.configLine(index), encoding: .yaml))
        continue
      }
      append(key: axis.name, indent: 2)
      append(.axis(index))
    }
    append(text: "ee:\n")
    try appendIdentity(of: spec)
  }

  /// Of the environment only what the user asked for is written down.
  private mutating func appendEnvironment(of spec: CampaignSpec) {
    let lookup = binder.names.lookup
    let named = lookup.named.filter { lookup.environment[$0] != nil }
    guard !named.isEmpty, spec.root["os"] == nil else { return }
    append(text: "os:\n")
    for name in named {
      append(key: name, indent: 2)
      append(text: " \(YAMLText.text(lookup.environment[name] ?? ""))\n")
    }
  }

  private mutating func appendIdentity(of spec: CampaignSpec) throws(Diagnostics) {
    for entry in spec.root["ee"]?.mapping ?? [] where !NameTable.ownNames.contains(entry.key) {
      try append(entry, indent: 2, path: "ee.")
    }
    append(key: "identifier", indent: 2)
    append(.identifier)
    append(key: "uuid", indent: 2)
    append(.uuid)
    append(key: "name", indent: 2)
    append(text: " \(YAMLText.text(spec.name))\n")
  }

  private mutating func append(
    _ entry: ConfigEntry, indent: Int, path: String
  ) throws(Diagnostics) {
    append(key: entry.key, indent: indent)
    try append(entry.value, indent: indent + 2, path: path + entry.key)
  }

  private mutating func append(_ node: ConfigNode, indent: Int, path: String) throws(Diagnostics) {
    switch node.content {
    case .scalar(let scalar):
      append(text: " ")
      skeleton.append(try value(of: scalar, in: node, path: path))
      append(text: "\n")
    case .mapping(let entries):
      append(text: entries.isEmpty ? " {}\n" : "\n")
      for entry in entries { try append(entry, indent: indent, path: path + ".") }
    case .sequence(let nodes):
      append(text: nodes.isEmpty ? " []\n" : "\n")
      for (index, node) in nodes.enumerated() {
        append(text: String(repeating: " ", count: indent) + "-")
        try append(node, indent: indent + 2, path: "\(path).\(index)")
      }
    }
  }

  private mutating func value(
    of scalar: Scalar, in node: ConfigNode, path: String
  ) throws(Diagnostics) -> Skeleton {
    let place = Binder.Place(node, text: scalar.text)
    guard place.template.hasFrames else {
      // Text may still hold an escaped frame.
      let text = try binder.skeleton(of: place).constant ?? Array(scalar.text.utf8)
      let plain = Scalar(String(decoding: text, as: UTF8.self), isPlain: scalar.isPlain)
      return Skeleton(text: YAMLText.scalar(plain).utf8)
    }
    return try binder.resolving(path) { binder throws(Diagnostics) in
      try binder.skeleton(of: place, encoding: .yaml)
    }
  }

  private mutating func append(key: String, indent: Int) {
    append(text: String(repeating: " ", count: indent) + YAMLText.text(key) + ":")
  }

  private mutating func append(_ quantity: Quantity) {
    append(text: " ")
    skeleton.append(binder.hole(quantity, encoding: .yaml))
    append(text: "\n")
  }

  private mutating func append(text: String) { skeleton.append(text: text.utf8) }
}
