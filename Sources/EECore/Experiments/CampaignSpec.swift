internal import EETemplate

/// What a sweep file says, with the frames in all that steers it followed.
package struct CampaignSpec: Sendable {
  /// Keys that steer generation and are no values of an experiment.
  static let steeringKeys =
    SpaceReader.keys
    + ["dir", "identifier", "templates", "copy", "directives", "results", "success"]
  /// Keys of the top level that have a meaning, whether a file has them or not.
  static let knownKeys = steeringKeys + ["name", "attributes"]
  /// Keys whose frames must name constants, because they say which experiments there are.
  private static let constantKeys =
    SpaceReader.keys + ["templates", "copy"]

  package private(set) var root: ConfigNode
  package private(set) var name: String
  /// The campaign that uuids are made from: `name:` of the file where there is one.
  package private(set) var uuidName: String
  /// Where experiment directories go, relative to the place for all that is written.
  package private(set) var directory: String
  package let space: ParameterSpace
  /// How the number of experiments came about.
  package let account: SpaceAccount
  /// What is wrong where no experiment is left; the account says what took them away.
  package let emptiness: Diagnostic?
  /// Template files, relative to the sweep file; the first renders the job's script.
  package let templates: [ConfigNode]
  /// Code to copy into each experiment, relative to the sweep file.
  package let code: [ConfigNode]
  /// Whether each experiment has a copy of its own of the code, to be edited.
  package let copiesCode: Bool
  /// What each experiment is to leave, in the order of the file.
  package let results: [ResultSpec]
  /// The expression that says what else has to hold for an experiment to have ended well.
  package let success: ConfigNode?
  /// The node of a workflow whose members the points are; nil for sweeps.
  package var node: String?
  /// What is worth a look, and no mistake.
  package private(set) var warnings: [Diagnostic]

  /// Reads a sweep file.
  ///
  /// - Parameters:
  ///   - root: the whole file.
  ///   - fileName: the file's base name, which names the campaign where nothing else does.
  ///   - lookup: what frames may name besides the configuration.
  /// - Throws: ``Diagnostics`` with all that is wrong in the first part that is.
  package init(_ root: ConfigNode, fileName: String, lookup: Lookup) throws(Diagnostics) {
    _ = try root.entries(of: "the sweep file")
    if let attributes = root["attributes"] { _ = try attributes.entries(of: "'attributes'") }
    var frames = ConstantFrames(root: root, lookup: lookup)
    let resolved = try frames.following(CampaignSpec.constantKeys, of: root)
    let result = try SpaceBuilder.build(try SpaceReader.read(resolved))
    self.root = root
    space = result.space
    account = result.account
    emptiness = result.emptiness
    templates = try CampaignSpec.files(resolved["templates"], "an entry of 'templates'")
    (code, copiesCode) = try CampaignSpec.code(resolved["copy"])
    results = try ResultReader.results(root["results"], in: "the sweep file")
    success = try CampaignSpec.success(in: root)
    name = try root["name"]?.text(of: "'name'") ?? CampaignSpec.stem(of: fileName)
    uuidName = name
    directory = try root["dir"]?.text(of: "'dir'") ?? "experiments"
    warnings =
      CampaignSpec.slips(in: root) + CampaignSpec.decided(in: root) + frames.warnings
      + result.warnings
    try followFrames(lookup)
  }

  /// The names of a list; none where nothing was given.
  private static func files(
    _ node: ConfigNode?, _ what: String
  ) throws(Diagnostics) -> [ConfigNode] {
    guard let node, node.scalar?.kind != .null else { return [] }
    return try node.texts(of: what)
  }

  /// Reads `copy:`, a list of files, or a map of the files and how they get there.
  private static func code(
    _ node: ConfigNode?
  ) throws(Diagnostics) -> (files: [ConfigNode], isCopied: Bool) {
    guard let node, let entries = node.mapping else {
      return (try files(node, "an entry of 'copy'"), false)
    }
    try entries.check(keys: ["files", "mode"], in: "section 'copy'")
    let files = try files(node["files"], "an entry of 'copy.files'")
    guard let mode = node["mode"] else { return (files, false) }
    switch mode.scalar?.text {
    case "copy": return (files, true)
    case "link": return (files, false)
    default: throw mode.wrongKind("'mode' of 'copy'", expected: "link or copy")
    }
  }

  /// Follows the frames in the name and the directory.
  private mutating func followFrames(_ lookup: Lookup) throws(Diagnostics) {
    var binder = Binder(
      names: NameTable(root: root, campaign: name, space: space, lookup: lookup))
    name = try CampaignSpec.checked(
      try constant("name", &binder) ?? name, at: root["name"]?.position)
    uuidName = name
    directory = try constant("dir", &binder) ?? directory
  }

  private func constant(_ key: String, _ binder: inout Binder) throws(Diagnostics) -> String? {
    guard let node = root[key], let text = node.scalar?.text else { return nil }
    let skeleton = try binder.nameSkeleton(of: key, Binder.Place(node, text: text))
    guard let bytes = skeleton.constant else {
      throw Diagnostics(
        .notScalar, "'\(key)' differs between experiments, expected one for all of them",
        at: node.position, hint: "name only attributes and other constants in it")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the same sweep under another name and with another directory, where they are given.
  ///
  /// - Throws: ``Diagnostics`` EE105 where no file can have the name.
  package func named(
    _ name: String?, writingTo directory: String?
  ) throws(Diagnostics) -> CampaignSpec {
    var spec = self
    if let name {
      let position = SourcePosition(file: "--name", line: 1, column: 1)
      spec.name = try CampaignSpec.checked(name, at: position)
      if root["name"] == nil { spec.uuidName = name } else { spec.replaceName(name, at: position) }
    }
    if let directory { spec.directory = directory }
    return spec
  }

  /// Lets `{name}` be the name of the command line too.
  private mutating func replaceName(_ name: String, at position: SourcePosition) {
    let value = ConfigNode(.scalar(Scalar(name, isPlain: false)), at: position)
    let entries = (root.mapping ?? []).map {
      $0.key == "name" ? ConfigEntry(key: "name", at: position, value: value) : $0
    }
    root.content = .mapping(entries)
  }

  /// Returns a campaign's name where files can be named after it.
  private static func checked(
    _ name: String, at position: SourcePosition?
  ) throws(Diagnostics) -> String {
    let problem: String
    if name.isEmpty {
      problem = "is empty, expected text"
    } else if name.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
      problem = "has a control character, expected none"
    } else if name.utf8.count > 200 {
      problem = "has \(name.utf8.count) bytes, expected at most 200"
    } else if name.contains("/") {
      problem = "'\(name)' has a '/', expected none"
    } else {
      return name
    }
    throw Diagnostics(
      .wrongKind, "the campaign's name \(problem)", at: position,
      hint: "the database is named after it: NAME.db")
  }

  private static func success(in root: ConfigNode) throws(Diagnostics) -> ConfigNode? {
    guard let node = root["success"], node.scalar?.isNull != true else { return nil }
    _ = try node.text(of: "'success'")
    return node
  }

  private static func stem(of fileName: String) -> String {
    let base = fileName.split(separator: "/").last.map(String.init) ?? fileName
    return base.split(separator: ".").first.map(String.init) ?? base
  }

  /// Values of the section `ee` that each experiment decides.
  private static func decided(in root: ConfigNode) -> [Diagnostic] {
    (root["ee"]?.mapping ?? []).filter { NameTable.ownNames.contains($0.key) }.map {
      Diagnostic(
        .warning, .unsupportedKey,
        "'ee.\($0.key)' is decided by each experiment, so this value is ignored",
        at: $0.keyPosition, width: $0.key.count, hint: "give it another name")
    }
  }

  /// Top-level keys that are read as values but look like slips of those that steer.
  private static func slips(in root: ConfigNode) -> [Diagnostic] {
    let known = CampaignSpec.knownKeys + NameTable.directiveNames
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
