internal import EETemplate

/// A script that waits for its host, a template still, and the one that it becomes.
package enum HalfBoundScript {
  /// Returns the name of the completed script; nil for a name that none has while it waits.
  package static func completedName(_ name: String) -> String? {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let index = parts.lastIndex(of: "in"), index > 0 else { return nil }
    parts.remove(at: index)
    return parts.joined(separator: ".")
  }

  /// Whether frames are left in a script, for the host that is chosen later.
  package static func waits(_ bytes: [UInt8]) -> Bool { Template(bytes).hasFrames }

  /// Returns what a script becomes on a host.
  ///
  /// - Parameters:
  ///   - waiting: the script.
  ///   - path: where it stands.
  ///   - config: the `config.yaml` of its experiment.
  ///   - host: the host.
  ///   - hosts: all hosts of the hosts file.
  /// - Returns: the script as it runs there.
  /// - Throws: ``Diagnostics`` at a frame that means nothing there.
  package static func completed(
    _ waiting: [UInt8], at path: String, config: ConfigNode, on host: HostSpec,
    among hosts: [HostSpec]
  ) throws(Diagnostics) -> [UInt8] {
    let names = NameTable(
      root: root(of: config), campaign: nil, space: nil,
      lookup: Lookup(bareNamesReachEnvironment: false, host: host, hosts: hosts))
    var binder = Binder(names: names)
    let text = try binder.skeleton(
      of: Binder.Place(Template(waiting)) {
        SourcePosition(file: path, offset: $0, in: waiting)
      })
    guard let bytes = text.constant else {
      throw Diagnostics(
        .unknownHost, "the script '\(path)' waits for more than the host",
        hint: "generate it for the host: cms-ee generate --host \(host.name)")
    }
    return bytes
  }

  /// The values of an experiment may be named like all others.
  private static func root(of config: ConfigNode) -> ConfigNode {
    let own = config["experiment"]?.mapping ?? []
    let names = Set(own.map(\.key))
    let others = (config.mapping ?? []).filter { !names.contains($0.key) }
    return ConfigNode(.mapping(own + others), at: config.position)
  }

  /// Whether a script is what another one becomes on some host.
  ///
  /// - Cost: looks for each part of the text once.
  package static func isCompletion(_ script: [UInt8], of waiting: [UInt8]) -> Bool {
    let template = Template(waiting)
    // Parts between the frames stand in this order, the first and the last at the ends.
    var parts: [[UInt8]] = [[]]
    for piece in template.pieces {
      switch piece {
      case .text(let range): parts[parts.count - 1] += template.source[range]
      case .slot: parts.append([])
      }
    }
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return script == parts[0]
    }
    guard script.count >= first.count + last.count, script.starts(with: first),
      script.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = script[first.count..<(script.count - last.count)]
    for part in parts.dropFirst().dropLast() {
      guard let end = end(of: part, in: rest) else { return false }
      rest = rest[end...]
    }
    return true
  }

  /// Where the first occurrence of a part ends.
  private static func end(of part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard text.count >= part.count else { return nil }
    for start in text.startIndex...(text.endIndex - part.count)
    where text[start..<(start + part.count)].elementsEqual(part) {
      return start + part.count
    }
    return nil
  }
}
