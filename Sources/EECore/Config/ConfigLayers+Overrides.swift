// Where the values of the command line go.
extension ConfigLayers {
  /// Puts a value of the command line where its name belongs.
  ///
  /// - Throws: ``Diagnostics`` EE114.
  package mutating func apply(_ override: ConfigOverride) throws(Diagnostics) {
    let path = try path(of: override)
    let isParameter = path.count == 2 && ExperimentSection.keys.contains(path[0])
    let value = try override.value(ofParameter: isParameter)
    set(path, to: value, namedAt: override.position)
  }

  /// Puts the parameters of the command line in place of all others.
  ///
  /// - Throws: ``Diagnostics`` EE103, EE114.
  package mutating func apply(experiment text: String, option: String) throws(Diagnostics) {
    replace(ExperimentSection.keys[0], by: try ConfigOverride.experiments(text, option: option))
  }

  /// Puts files in front of, or behind, those that a list names.
  package mutating func add(_ files: [ConfigNode], to key: String, first: Bool = false) {
    guard !files.isEmpty else { return }
    // `copy` may say more than which files: then these are one part of it.
    let path = root[key]?.mapping == nil ? [key] : [key, "files"]
    let old = node(at: path)
    let named = old.map { $0.sequence ?? [$0] } ?? []
    // Named in both places, it is still one file.
    let paths = Set(files.map(Self.path))
    let rest = named.filter { !paths.contains(Self.path($0)) && $0.scalar?.kind != .null }
    let node = ConfigNode(
      .sequence(first ? files + rest : rest + files), at: old?.position ?? files[0].position)
    set(path, to: node, namedAt: node.position)
  }

  /// What a value names: options name files from here, a file those beside it.
  private static func path(_ node: ConfigNode) -> String {
    let directory = node.position.file.lastIndex(of: "/").map { node.position.file[...$0] } ?? ""
    return directory + (node.scalar?.text ?? "")
  }

  private func path(of override: ConfigOverride) throws(Diagnostics) -> [String] {
    let path = override.path
    guard path.count > 1 else { return try bare(override) }
    if ExperimentSection.keys.contains(path[0]) { return try parameter(override) }
    try refuseElsewhere(override)
    guard root[path[0]] != nil || CampaignSpec.knownKeys.contains(path[0]) else {
      return try checked(["attributes"] + path, override)
    }
    return try checked(path, override)
  }

  /// Reports a name that frames look up in none of the files.
  private func refuseElsewhere(_ override: ConfigOverride) throws(Diagnostics) {
    let section = override.path[0]
    let rest = override.path.dropFirst().joined(separator: ".")
    let isOfFile = root[section]?.mapping != nil
    let hint: String
    switch section {
    case "host" where !isOfFile:
      hint =
        "write it below 'variables' of the host in the hosts file; --host and --hosts choose it"
    case "slurm" where !isOfFile:
      hint = "write the options of the batch system below 'directives'"
    case "ee" where !isOfFile || NameTable.ownNames.contains(rest):
      hint = "it is decided by each experiment; --name names the campaign"
    case "os": hint = "set \(rest) in the environment; --os \(rest) writes it into config.yaml"
    case "cm", "cloudmesh": hint = "write cms-ee set \(rest)=VALUE"
    default: return
    }
    throw Diagnostics(
      .malformedOverride,
      "'\(override.name)' would have no effect, as frames do not look for it here",
      at: override.position, width: override.name.count, hint: hint)
  }

  private func bare(_ override: ConfigOverride) throws(Diagnostics) -> [String] {
    let name = override.name
    if try isParameter(name, override) { return ["experiments", name] }
    // Frames find these before attributes, so an attribute would have no effect.
    if root["derive"]?[name] != nil { return ["derive", name] }
    if root["attributes"]?[name] != nil { return ["attributes", name] }
    if root[name] != nil || CampaignSpec.knownKeys.contains(name) {
      return [name]
    }
    return ["attributes", name]
  }

  private func parameter(_ override: ConfigOverride) throws(Diagnostics) -> [String] {
    guard override.path.count == 2 else {
      throw Diagnostics(
        .malformedOverride, "'\(override.name)' is no parameter, expected experiments.NAME",
        at: override.position, width: override.name.count)
    }
    if node(at: ["experiments"])?.sequence != nil { throw ambiguous(override) }
    return ["experiments", override.path[1]]
  }

  private func isParameter(
    _ name: String, _ override: ConfigOverride
  ) throws(Diagnostics) -> Bool {
    let section = node(at: ["experiments"])
    if section?.sequence?.contains(where: { $0[name] != nil }) == true {
      throw ambiguous(override)
    }
    return section?[name] != nil
  }

  private func ambiguous(_ override: ConfigOverride) -> Diagnostics {
    Diagnostics(
      .malformedOverride,
      "'experiments' is a list, so '\(override.name)' could be in any part of it",
      at: override.position, width: override.name.count,
      hint: "replace all of it with --experiment")
  }

  /// Reports a name that leads through a value that is no map.
  private func checked(
    _ path: [String], _ override: ConfigOverride
  ) throws(Diagnostics) -> [String] {
    for length in 1..<path.count {
      let outer = Array(path.prefix(length))
      guard let node = node(at: outer), node.mapping == nil, node.scalar?.kind != .null else {
        continue
      }
      throw Diagnostics(
        .malformedOverride,
        "'\(outer.joined(separator: "."))' is \(node.kindName) in \(node.position.file), "
          + "expected a map to set '\(override.name)' in",
        at: override.position, width: override.name.count)
    }
    return path
  }
}
