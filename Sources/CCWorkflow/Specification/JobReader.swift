internal import EECore
internal import HostIO

/// Reads the keys of a node that say how one of its jobs is run, their frames followed.
struct JobReader {
  static let keys = [
    "script", "exec", "venv", "cpus", "pin", "memory", "gpus", "exclusive", "time", "grace",
    "retries", "directory", "env", "host", "hosts", "kind", "inputs", "outputs",
  ]

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
    let reader = RequestReader(node: node, filter: filter)
    var request = try reader.request()
    request.hosts = try HostReader(node: node, files: files).names()
    var settings = JobSettings(
      work: runsSweep ? .sweep : try work(), request: request,
      limit: try reader.limit(for: request))
    settings.grace = try reader.grace()
    settings.retry = try self["retries"].flatMap { node throws(Diagnostics) in
      try RetryReader.policy(node)
    }
    settings.directory = try self["directory"]?.text(of: "'directory'")
    settings.venv = try self["venv"]?.text(of: "'venv'")
    settings.inputs = try paths("inputs")
    settings.outputs = try outputs()
    try readEnvironment(into: &settings)
    return settings
  }

  /// Patterns of files that are brought back, behind `!` of those that are not; `none` is an empty list.
  private func outputs() throws(Diagnostics) -> [String]? {
    guard let node = self["outputs"] else { return nil }
    return node.scalar?.text == "none" ? [] : try paths("outputs", marked: "!")
  }

  /// Paths below the directory of the job: they are the same here and on another host.
  private func paths(_ key: String, marked mark: String = "") throws(Diagnostics) -> [String] {
    guard let node = self[key] else { return [] }
    return try node.texts(of: "an entry of '\(key)'").map { entry throws(Diagnostics) in
      let given = entry.scalar?.text ?? ""
      let text = !mark.isEmpty && given.hasPrefix(mark) ? String(given.dropFirst()) : given
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard !text.isEmpty, !text.hasPrefix("/"), !text.hasPrefix("~"), !parts.contains(".."),
        !text.utf8.contains(where: { $0 < 0x20 })
      else {
        throw Diagnostics(
          .wrongKind, "'\(text)' of '\(key)' is no path below the directory of the job",
          at: entry.position, width: max(1, text.count),
          hint: "name files relative to it, without '..'")
      }
      return given
    }
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
