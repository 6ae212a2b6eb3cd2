internal import EETemplate

// Texts in which frames may stand, so that those without any need no binding.
extension ConfigNode {
  /// The scalars that may hold frames, in file order.
  package var framedScalars: [ConfigNode] {
    var found: [ConfigNode] = []
    collectFramed(into: &found)
    return found
  }

  /// The names in all frames, without what says how they are written.
  package var frameNames: Set<String> {
    let slots = framedScalars.flatMap { Template($0.scalar?.text ?? "").slots }
    return Set(slots.map { $0.name.hasPrefix("sh.") ? String($0.name.dropFirst(3)) : $0.name })
  }

  /// Whether any scalar may hold a frame.
  package var mayHoldFrames: Bool {
    switch content {
    case .scalar(let scalar): Self.mayHoldFrames(scalar.text)
    case .sequence(let nodes): nodes.contains(where: \.mayHoldFrames)
    case .mapping(let entries): entries.contains { $0.value.mayHoldFrames }
    }
  }

  /// Returns the value with other texts for ``framedScalars``, in the same order.
  package func replacingFramed(by texts: [String]) -> ConfigNode {
    var rest = texts[...]
    return replacingFramed(by: &rest)
  }

  private func collectFramed(into found: inout [ConfigNode]) {
    switch content {
    case .scalar(let scalar): if Self.mayHoldFrames(scalar.text) { found.append(self) }
    case .sequence(let nodes): for node in nodes { node.collectFramed(into: &found) }
    case .mapping(let entries): for entry in entries { entry.value.collectFramed(into: &found) }
    }
  }

  private func replacingFramed(by texts: inout ArraySlice<String>) -> ConfigNode {
    switch content {
    case .scalar(let scalar):
      guard Self.mayHoldFrames(scalar.text), let text = texts.popFirst(), text != scalar.text else {
        return self
      }
      return ConfigNode(.scalar(Scalar(text, isPlain: scalar.isPlain)), at: position)
    case .sequence(let nodes):
      return ConfigNode(.sequence(nodes.map { $0.replacingFramed(by: &texts) }), at: position)
    case .mapping(let entries):
      let filled = entries.map {
        ConfigEntry(
          key: $0.key, at: $0.keyPosition, value: $0.value.replacingFramed(by: &texts))
      }
      return ConfigNode(.mapping(filled), at: position)
    }
  }

  private static func mayHoldFrames(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<") }
    }
  }
}

extension Scalar {
  /// Makes a scalar of a text in which nothing is a frame.
  package init(verbatim text: String, isPlain: Bool) {
    let bytes = Template.escapingFrames(Array(text.utf8))
    self.init(String(decoding: bytes, as: UTF8.self), isPlain: isPlain)
  }
}
