internal import EECampaign
internal import EECore
internal import HostIO

/// Reads one entry of `workflow.nodes`.
struct NodeReader {
  static let keys = [
    "name", "user", "host", "kind", "status", "progress", "label", "script", "exec", "venv",
    "shape", "style", "color", "font", "experiments", "needs", "cpus", "env",
    // Written by the original when it saves a workflow; carried, not read.
    "created", "modified", "number", "parent", "instance", "label_format", "format",
  ]
  static let plannedKeys = [
    "foreach", "gpus", "memory", "exclusive", "time", "retries", "when", "repeat", "directory",
    "inputs", "outputs", "results", "success", "directives", "hosts",
  ]
  private static let plannedKinds = ["ssh", "slurm", "wsl", "lsf"]

  let name: String
  let entry: ConfigEntry
  /// The workflow file's directory.
  let directory: String
  private(set) var notes: [Diagnostic] = []

  init(_ entry: ConfigEntry, directory: String) throws(Diagnostics) {
    self.entry = entry
    self.directory = directory
    name = entry.key
    let keys = try entry.value.entries(of: "node '\(entry.key)'")
    try keys.check(keys: Self.keys, planned: Self.plannedKeys, in: "node '\(entry.key)'")
    if let other = self["name"], try other.text(of: "'name'") != name {
      throw Diagnostics(
        .wrongKind, "node '\(name)' is named '\(other.scalar?.text ?? "")', expected the same",
        at: other.position, hint: "remove 'name', or name the key so")
    }
  }

  /// The value of a key; what the original saves as null was never given.
  private subscript(key: String) -> ConfigNode? {
    entry.value[key].flatMap { $0.scalar?.kind == .null ? nil : $0 }
  }

  mutating func node() throws(Diagnostics) -> NodeSpec {
    try checkKind()
    noteIgnored()
    return NodeSpec(
      name: name, position: entry.keyPosition, work: try work(),
      cpus: try self["cpus"]?.integer(of: "'cpus'", atLeast: 1) ?? 1,
      venv: try self["venv"]?.text(of: "'venv'"), environment: try environment(),
      needs: try self["needs"]?.texts(of: "an entry of 'needs'") ?? [],
      appearance: try appearance())
  }

  private func checkKind() throws(Diagnostics) {
    let kind = try self["kind"]?.text(of: "'kind'") ?? "local"
    if kind != "local" {
      let position = self["kind"]?.position
      if Self.plannedKinds.contains(kind) {
        throw Diagnostics(
          .unsupportedKind, "kind '\(kind)' is not supported yet, expected 'local'", at: position,
          width: kind.count, hint: "remove 'kind' to run it on this machine")
      }
      let nearest = Suggestion.nearest(to: kind, among: ["local"] + Self.plannedKinds)
      throw Diagnostics(
        .unsupportedKind, "unknown kind '\(kind)', expected 'local'", at: position,
        width: kind.count,
        hint: nearest.map {
          "did you mean '\($0)'?" + ($0 == "local" ? "" : " it is not supported yet")
        })
    }
    guard let host = self["host"], case let text = try host.text(of: "'host'") else {
      return
    }
    let here = ["local", "localhost", "127.0.0.1", Environment.hostName()]
    guard !here.contains(text) else { return }
    throw Diagnostics(
      .unsupportedKind, "host '\(text)' is not this machine, but the kind is 'local'",
      at: host.position, width: text.count, hint: "write host: localhost")
  }

  private mutating func noteIgnored() {
    for key in ["status", "progress"] {
      guard let found = entry.value.mapping?.first(where: { $0.key == key }) else { continue }
      notes.append(
        Diagnostic(
          .note, .unsupportedKey, "'\(key)' of node '\(name)' is ignored: states are what happened",
          at: found.keyPosition, width: key.count))
    }
  }

  /// `script`, else a file named after the node, else `exec`, else nothing.
  private mutating func work() throws(Diagnostics) -> NodeSpec.Work {
    let exec = self["exec"]
    if let sweep = self["experiments"] {
      _ = try sweep.text(of: "'experiments'")
      if let other = self["script"] ?? exec {
        throw Diagnostics(
          .wrongKind, "node '\(name)' has experiments and a command, expected one of them",
          at: other.position, hint: "the sweep's first template is what its experiments run")
      }
      return .experiments(file: sweep)
    }
    if let script = self["script"] {
      return try self.script(script)
    }
    for suffix in ["sh", "py", "ipynb"] {
      let path = Paths.join(directory, "\(name).\(suffix)")
      guard Files.status(path)?.kind == .file else { continue }
      if let exec {
        notes.append(
          Diagnostic(
            .warning, .missingScript, "'exec' of node '\(name)' is not run: there is '\(path)'",
            at: exec.position, hint: "remove one of the two"))
      }
      return .script(path: path)
    }
    guard let exec else { return .marker }
    return .shell(try exec.text(of: "'exec'"))
  }

  private func script(_ node: ConfigNode) throws(Diagnostics) -> NodeSpec.Work {
    let text = try node.text(of: "'script'")
    let path = Paths.join(directory, text)
    guard Files.status(path)?.kind == .file else {
      let names = (try? Directories.names(in: Paths.directory(of: path))) ?? []
      let nearest = Suggestion.nearestSpelling(to: Paths.name(of: path), among: names)
      throw Diagnostics(
        .missingScript, "script '\(path)' of node '\(name)' does not exist, expected a file",
        at: node.position, width: text.count,
        hint: nearest.map { "did you mean '\($0)'?" }
          ?? "paths are relative to the workflow file")
    }
    return .script(path: path)
  }

  private func environment() throws(Diagnostics) -> [String: String] {
    var variables: [String: String] = [:]
    for variable in try self["env"]?.entries(of: "'env'") ?? [] {
      variables[variable.key] = try variable.value.text(of: "'\(variable.key)' of 'env'")
    }
    return variables
  }

  private func appearance() throws(Diagnostics) -> NodeAppearance {
    func text(_ key: String) -> String? { self[key]?.scalar?.text }
    let isEnd = ["start", "end"].contains(name)
    return NodeAppearance(
      label: text("label") ?? "{name}", shape: text("shape") ?? (isEnd ? "diamond" : "box"),
      style: text("style") ?? "filled,rounded", color: text("color"), font: text("font"))
  }
}
