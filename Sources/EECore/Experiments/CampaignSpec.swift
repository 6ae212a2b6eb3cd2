/// What a sweep file says, before any frame in it is followed.
package struct CampaignSpec: Sendable {
  /// The names that `experiments:` may go by.
  static let experimentKeys = ["experiments", "experiment"]
  /// Keys that steer generation and are no values of an experiment.
  static let steeringKeys = experimentKeys + ["dir", "identifier", "templates", "copy"]
  private static let plannedKeys = [
    "zip", "derive", "where", "exclude", "sample", "include", "directives", "results", "success",
    "profiles",
  ]

  package let root: ConfigNode
  package private(set) var name: String
  /// The campaign that uuids are made from: `name:` of the file where there is one.
  package internal(set) var uuidName: String
  /// Where experiment directories go, relative to the place for all that is written.
  package private(set) var directory: String
  package let space: ParameterSpace
  /// Template files, relative to the sweep file; the first renders the job's script.
  package let templates: [ConfigNode]
  /// Code to copy into each experiment, relative to the sweep file.
  package let code: [ConfigNode]

  /// Reads a sweep file.
  ///
  /// - Parameters:
  ///   - root: the whole file.
  ///   - fileName: the file's base name, which names the campaign where nothing else does.
  /// - Throws: ``Diagnostics`` with all that is wrong in the first part that is.
  package init(_ root: ConfigNode, fileName: String) throws(Diagnostics) {
    self.root = root
    let entries = try root.entries(of: "the sweep file")
    try CampaignSpec.refusePlanned(entries)
    name = try root["name"]?.text(of: "'name'") ?? CampaignSpec.stem(of: fileName)
    uuidName = name
    directory = try root["dir"]?.text(of: "'dir'") ?? "experiments"
    space = try ParameterSpace(try CampaignSpec.axes(root, entries))
    templates = try root["templates"]?.texts(of: "an entry of 'templates'") ?? []
    code = try root["copy"]?.texts(of: "an entry of 'copy'") ?? []
    if let attributes = root["attributes"] { _ = try attributes.entries(of: "'attributes'") }
  }

  /// Returns the same sweep under another name and with another directory, where they are given.
  package func named(_ name: String?, writingTo directory: String?) -> CampaignSpec {
    var spec = self
    if let name {
      spec.name = name
      if spec.root["name"] == nil { spec.uuidName = name }
    }
    if let directory { spec.directory = directory }
    return spec
  }

  private static func axes(
    _ root: ConfigNode, _ entries: [ConfigEntry]
  ) throws(Diagnostics) -> [Axis] {
    let sections = entries.filter { experimentKeys.contains($0.key) }
    guard sections.count < 2 else {
      throw Diagnostics(
        .duplicateKey,
        "duplicate key '\(sections[1].key)': it is the same as '\(sections[0].key)' in line "
          + "\(sections[0].keyPosition.line)",
        at: sections[1].keyPosition, width: sections[1].key.count, hint: "keep one of the two")
    }
    guard let experiments = sections.first else {
      let near = entries.first { Suggestion.nearest(to: $0.key, among: experimentKeys) != nil }
      throw Diagnostics(
        .missingKey, "no section 'experiments', expected one with the swept parameters",
        at: near?.keyPosition ?? root.position, width: near?.key.count ?? 1,
        hint: near.map { "did you mean 'experiments' instead of '\($0.key)'?" }
          ?? "write experiments: {epoch: \"1,30,60\"}")
    }
    var axes: [Axis] = []
    var found: [Diagnostic] = []
    for entry in try experiments.value.entries(of: "'\(experiments.key)'") {
      do { axes.append(try AxisReader.axis(entry)) } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    guard !axes.isEmpty else {
      throw Diagnostics(
        .emptyParameter, "section '\(experiments.key)' has no parameters, expected at least one",
        at: experiments.keyPosition, width: experiments.key.count,
        hint: "write \(experiments.key): {epoch: \"1,30,60\"}")
    }
    return axes
  }

  /// What a later version will act on must not be taken for a value that nobody reads.
  private static func refusePlanned(_ entries: [ConfigEntry]) throws(Diagnostics) {
    let known = entries.map(\.key).filter { !plannedKeys.contains($0) }
    try entries.check(keys: known, planned: plannedKeys, in: "the sweep file")
  }

  private static func stem(of fileName: String) -> String {
    let base = fileName.split(separator: "/").last.map(String.init) ?? fileName
    return base.split(separator: ".").first.map(String.init) ?? base
  }

  /// Top-level keys that are read as values but look like slips of those that steer.
  var warnings: [Diagnostic] {
    let known = CampaignSpec.steeringKeys + ["name", "attributes"] + CampaignSpec.plannedKeys
    return (root.mapping ?? []).compactMap { entry in
      guard !known.contains(entry.key) else { return nil }
      let limit = entry.key.utf8.count > 5 ? 2 : 1
      let near = known.first {
        Suggestion.editDistance(Array(entry.key.utf8), Array($0.utf8)) <= limit
      }
      return near.map {
        Diagnostic(
          .warning, .unknownKey, "key '\(entry.key)' is only a value that frames can name",
          at: entry.keyPosition, width: entry.key.count, hint: "did you mean '\($0)'?")
      }
    }
  }
}
