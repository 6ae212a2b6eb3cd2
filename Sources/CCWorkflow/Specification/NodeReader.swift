internal import EECore
internal import HostIO

/// Reads one entry of `workflow.nodes`.
struct NodeReader {
  static let keys =
    [
      "name", "user", "status", "progress", "label", "shape", "style", "color", "font",
      "experiments", "foreach", "repeat", "needs", "when", "success", "results",
      // Written by the original when it saves a workflow; carried, not read.
      "created", "modified", "number", "parent", "instance", "label_format", "format",
    ] + JobReader.keys
  static let plannedKeys = ["directives"]
  private static let ignoredKeys = ["status", "progress"]
  private static let fanKeys = ["experiments", "foreach", "repeat"]

  let name: String
  let entry: ConfigEntry
  let files: WorkflowFiles
  private let filter: KeyFilter
  private let lookup: Lookup
  private(set) var notes: [Diagnostic] = []

  init(_ entry: ConfigEntry, files: WorkflowFiles, lookup: Lookup) throws(Diagnostics) {
    self.entry = entry
    self.files = files
    self.lookup = lookup
    name = entry.key
    let entries = try entry.value.entries(of: "node '\(entry.key)'")
    if !entries.allSatisfy({ Self.known.contains($0.key) }) {
      try entries.check(keys: Self.keys, planned: Self.plannedKeys, in: "node '\(entry.key)'")
    }
    filter = KeyFilter(entries)
    if let other = self["name"], try other.text(of: "'name'") != name {
      throw Diagnostics(
        .wrongKind, "node '\(name)' is named '\(other.scalar?.text ?? "")', expected the same",
        at: other.position, hint: "remove 'name', or name the key so")
    }
  }

  private static let known = Set(keys)

  /// The value of a key; what the original saves as null was never given.
  private subscript(key: String) -> ConfigNode? {
    filter.mayHold(key) ? entry.value.given(key) : nil
  }

  mutating func node() throws(Diagnostics) -> NodeSpec {
    noteIgnored()
    let fanKey = try fanKey()
    var needs = try constant("needs")?.texts(of: "an entry of 'needs'") ?? []
    let fan = try fan(of: fanKey, &needs)
    var source: ConfigNode?
    switch fan {
    case .experiments, .output: source = entry.value
    case .single, .members, .loop: break
    }
    return NodeSpec(
      name: name, position: entry.keyPosition, fan: fan, source: source,
      when: try condition("when"), success: try condition("success"),
      results: try ResultReader.results(self["results"], in: "node '\(name)'"), needs: needs,
      appearance: try appearance())
  }

  private func condition(_ key: String) throws(Diagnostics) -> ConditionText? {
    guard let node = self[key] else { return nil }
    _ = try node.text(of: "'\(key)'")
    return ConditionText(node)
  }

  /// The key that makes it stand for several jobs.
  private func fanKey() throws(Diagnostics) -> String? {
    guard Self.fanKeys.contains(where: filter.mayHold) else { return nil }
    let found = (entry.value.mapping ?? []).filter { entry in
      Self.fanKeys.contains(entry.key) && entry.value.scalar?.kind != .null
    }
    guard found.count > 1 else { return found.first?.key }
    throw Diagnostics(
      .wrongKind,
      "node '\(name)' has '\(found[0].key)' and '\(found[1].key)', expected one of them",
      at: found[1].keyPosition, width: found[1].key.count,
      hint: found.contains { $0.key == "repeat" }
        ? "a loop repeats one job; it has no members of its own" : "remove one of the two")
  }

  private mutating func fan(
    of key: String?, _ needs: inout [ConfigNode]
  ) throws(Diagnostics) -> NodeSpec.Fan {
    switch key {
    case "experiments": return .experiments(file: try sweep())
    case "foreach": return try foreach(&needs)
    case "repeat":
      let loop = try loop()
      return .loop(loop, try runnable(try settings(), "repeat"))
    default: return .single(try settings())
    }
  }

  private mutating func settings() throws(Diagnostics) -> JobSettings {
    let node = entry.value
    // It looks for keys of jobs only, wherever nothing has to be put into them.
    let job = node.mayHoldFrames ? try follow(NodeFrames.jobKeys(of: node)) : node
    var reader = JobReader(name, job, files: files)
    let settings = try reader.settings()
    if !reader.notes.isEmpty { notes += reader.notes }
    return settings
  }

  /// Returns a value with its frames followed, which name constants and the node's own keys.
  private mutating func follow(_ node: ConfigNode) throws(Diagnostics) -> ConfigNode {
    guard node.mayHoldFrames else { return node }
    var frames = ConstantFrames(root: NodeFrames.root(of: name, entry.value), lookup: lookup)
    let followed = try frames.follow(node)
    notes += frames.warnings
    return followed
  }

  private mutating func constant(_ key: String) throws(Diagnostics) -> ConfigNode? {
    try self[key].map { node throws(Diagnostics) in try follow(node) }
  }

  private mutating func sweep() throws(Diagnostics) -> ConfigNode {
    for (key, hint) in [
      ("script", "the sweep's first template is what its experiments run"),
      ("exec", "the sweep's first template is what its experiments run"),
      ("directory", "each experiment runs in its own directory"),
    ] {
      guard let other = self[key] else { continue }
      let found = key == "directory" ? "a directory" : "a command"
      throw Diagnostics(
        .wrongKind, "node '\(name)' has experiments and \(found), expected one of them",
        at: other.position, hint: hint)
    }
    let file = try constant("experiments") ?? entry.value
    _ = try file.text(of: "'experiments'")
    return file
  }

  private mutating func foreach(_ needs: inout [ConfigNode]) throws(Diagnostics) -> NodeSpec.Fan {
    guard let found = entry.value.mapping?.first(where: { $0.key == "foreach" }) else {
      return .single(try settings())
    }
    switch try ForeachReader(name: name, entry: found, lookup: lookup).members() {
    case .plan(let plan, let root):
      let members = try MemberSet(
        of: name, entry.value, plan, root: root, lookup: lookup, files: files, runsSweep: false)
      _ = try runnable(members[0], "foreach")
      notes += plan.warnings + members.notes
      return .members(members)
    case .output(let from, let source):
      // The name ends before `.output`, and the dependency stands where it is named.
      needs.append(from.named(source))
      return .output(of: source, try openSettings())
    }
  }

  /// What can be read before it is known which members there are.
  private func openSettings() throws(Diagnostics) -> JobSettings {
    let keys = NodeFrames.jobKeys(of: entry.value)
    if keys.mayHoldFrames {
      var frames = ConstantFrames(root: NodeFrames.root(of: name, entry.value), lookup: lookup)
      try frames.check(keys)
    }
    let constant = (keys.mapping ?? []).filter { !$0.value.mayHoldFrames || $0.key == "exec" }
    var reader = JobReader(
      name, ConfigNode(.mapping(constant), at: keys.position), files: files)
    let settings = try reader.settings()
    return self["script"] == nil ? try runnable(settings, "foreach") : settings
  }

  private func runnable(
    _ settings: JobSettings, _ key: String
  ) throws(Diagnostics) -> JobSettings {
    guard settings.work == .marker else { return settings }
    throw Diagnostics(
      .missingKey, "node '\(name)' has '\(key)' and nothing to run, expected script or exec",
      at: entry.keyPosition, width: name.count)
  }

  private mutating func loop() throws(Diagnostics) -> NodeSpec.Loop {
    let node = try constant("repeat") ?? entry.value
    let what = "'repeat' of node '\(name)'"
    try node.entries(of: what).check(keys: ["until", "max"], in: what)
    guard let max = node.given("max") else {
      throw Diagnostics(
        .missingKey, "\(what) has no 'max', expected how many passes there are at most",
        at: node.position, hint: "write repeat: {until: \"…\", max: 10}")
    }
    let until = self["repeat"]?.given("until")
    _ = try until?.text(of: "'until'")
    return NodeSpec.Loop(
      until: until.map(ConditionText.init),
      max: try max.integer(of: "'max' of 'repeat'", atLeast: 1))
  }

  private mutating func noteIgnored() {
    for key in Self.ignoredKeys where filter.mayHold(key) {
      guard let found = entry.value.mapping?.first(where: { $0.key == key }) else { continue }
      notes.append(
        Diagnostic(
          .note, .unsupportedKey, "'\(key)' of node '\(name)' is ignored: states are what happened",
          at: found.keyPosition, width: key.count))
    }
  }

  private mutating func appearance() throws(Diagnostics) -> NodeAppearance {
    let isEnd = name == "start" || name == "end"
    return NodeAppearance(
      label: self["label"]?.scalar?.text ?? "{name}",
      shape: try constant("shape")?.scalar?.text ?? (isEnd ? "diamond" : "box"),
      style: try constant("style")?.scalar?.text ?? "filled,rounded",
      color: try constant("color")?.scalar?.text, font: try constant("font")?.scalar?.text)
  }
}

extension ConfigNode {
  /// Another text in the same place.
  fileprivate func named(_ text: String) -> ConfigNode {
    ConfigNode(.scalar(Scalar(text, isPlain: false)), at: position(ofByte: 0))
  }
}
