internal import EECore
internal import HostIO

/// Reads the keys of a node that say how one of its jobs is run, their frames followed.
struct JobReader {
  static let keys = [
    "script", "exec", "venv", "cpus", "pin", "memory", "gpus", "exclusive", "time", "grace",
    "retries", "directory", "env", "host", "hosts", "kind",
  ]
  private static let plannedKinds = ["ssh", "slurm", "wsl", "lsf"]

  let name: String
  let node: ConfigNode
  let files: WorkflowFiles
  /// Whether what runs is what a sweep renders.
  let runsSweep: Bool
  private let filter: KeyFilter
  private(set) var notes: [Diagnostic] = []

  init(_ name: String, _ node: ConfigNode, files: WorkflowFiles, runsSweep: Bool = false) {
    self.name = name
    self.node = node
    self.files = files
    self.runsSweep = runsSweep
    filter = KeyFilter(node.mapping ?? [])
  }

  private subscript(key: String) -> ConfigNode? { filter.mayHold(key) ? node.given(key) : nil }

  mutating func settings() throws(Diagnostics) -> JobSettings {
    try checkKind()
    try checkHosts()
    let reader = RequestReader(node: node, filter: filter)
    let request = try reader.request()
    var settings = JobSettings(
      work: runsSweep ? .sweep : try work(), request: request,
      limit: try reader.limit(for: request))
    settings.grace = try reader.grace()
    settings.retry = try self["retries"].flatMap { node throws(Diagnostics) in
      try RetryReader.policy(node)
    }
    settings.directory = try self["directory"]?.text(of: "'directory'")
    settings.venv = try self["venv"]?.text(of: "'venv'")
    try readEnvironment(into: &settings)
    return settings
  }

  private func checkKind() throws(Diagnostics) {
    guard let node = self["kind"] else { return }
    let kind = try node.text(of: "'kind'")
    guard kind != "local" else { return }
    if Self.plannedKinds.contains(kind) {
      throw Diagnostics(
        .unsupportedKind, "kind '\(kind)' is not supported yet, expected 'local'",
        at: node.position, width: kind.count, hint: "remove 'kind' to run it on this machine")
    }
    let nearest = Suggestion.nearest(to: kind, among: ["local"] + Self.plannedKinds)
    throw Diagnostics(
      .unsupportedKind, "unknown kind '\(kind)', expected 'local'", at: node.position,
      width: kind.count,
      hint: nearest.map {
        "did you mean '\($0)'?" + ($0 == "local" ? "" : " it is not supported yet")
      })
  }

  private func checkHosts() throws(Diagnostics) {
    if let host = self["host"], case let text = try host.text(of: "'host'"), !isHere(text) {
      throw Diagnostics(
        .unsupportedKind, "host '\(text)' is not this machine, but the kind is 'local'",
        at: host.position, width: text.count, hint: "write host: localhost")
    }
    guard let hosts = self["hosts"] else { return }
    let names = try hosts.texts(of: "an entry of 'hosts'").map { $0.scalar?.text ?? "" }
    guard !names.contains(where: isHere) else { return }
    throw Diagnostics(
      .unsupportedKind, "none of 'hosts' is this machine, and others are not supported yet",
      at: hosts.position, hint: "add localhost")
  }

  private func isHere(_ host: String) -> Bool {
    ["local", "localhost", "127.0.0.1"].contains(host) || host == files.hostName
  }

  /// `script`, else a file named after the node, else `exec`, else nothing.
  private mutating func work() throws(Diagnostics) -> JobSettings.Work {
    let exec = self["exec"]
    if let script = self["script"] { return try self.script(script) }
    if let path = files.script(ofNode: name) {
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

  private func script(_ node: ConfigNode) throws(Diagnostics) -> JobSettings.Work {
    let text = try node.text(of: "'script'")
    let path = Paths.join(files.directory, text)
    guard files.isFile(path) else {
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

  /// A text is a value; a map with `value` is an expression, computed when the job starts.
  private func readEnvironment(into settings: inout JobSettings) throws(Diagnostics) {
    for variable in try self["env"]?.entries(of: "'env'") ?? [] {
      let what = "'\(variable.key)' of 'env'"
      guard !variable.key.isEmpty, !variable.key.utf8.contains(where: { $0 == 61 || $0 == 0 })
      else {
        throw Diagnostics(
          .wrongKind, "\(what) is no name of a variable, expected one without '='",
          at: variable.keyPosition, width: max(1, variable.key.count))
      }
      guard let entries = variable.value.mapping else {
        settings.environment[variable.key] = try variable.value.text(of: what)
        continue
      }
      try entries.check(keys: ["value"], in: what)
      guard let value = variable.value.given("value") else {
        throw variable.value.wrongKind(what, expected: "text, or {value: EXPRESSION}")
      }
      _ = try value.text(of: what)
      settings.computed[variable.key] = ConditionText(value)
    }
  }
}
