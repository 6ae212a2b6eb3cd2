internal import EETemplate

/// What a campaign will be on disk: every experiment with its files, rendered when asked for.
///
/// - Cost: holds one skeleton per file, however many experiments there are.
package struct CampaignPlan: Sendable {
  struct Script: Sendable {
    let name: String
    let text: Skeleton
    /// Whether frames are left in it for the host that is chosen later.
    let isHalfBound: Bool
    /// Its name while it waits for its host, of one that does not; nil for texts without a file.
    var waitingName: String?
    /// Its name once it has its host, of one that waits.
    var completedName: String?
  }

  package static let configName = "config.yaml"

  package let name: String
  package let directory: String
  /// The campaign that uuids are made from.
  let uuidName: String
  package let space: ParameterSpace
  /// Bare words that name nothing: worth a look, no mistake.
  package let warnings: [Diagnostic]
  /// Two directories that differ only by case.
  package private(set) var caseClash: CaseClash?
  var scripts: [Script]
  let config: Skeleton
  var holes: [Hole]
  /// The holes that the identifier is made of, and its text over them.
  let identifierText: Skeleton
  /// Whether the identifier is the user's, not `key_value` for each parameter.
  let hasOwnIdentifier: Bool
  let identifierNeedsUUID: Bool

  /// The number of experiments.
  package var count: Int { space.count }
  /// The file that runs an experiment; nil where no template was given.
  package var scriptName: String? { scripts.first?.name }

  /// Resolves all references of a sweep and its templates.
  ///
  /// - Throws: ``Diagnostics`` EE309 where no experiment is left, EE201, EE203, EE204 at the frames,
  ///   EE301 where two experiments would share a directory, EE306 where two templates render one
  ///   file.
  /// - Cost: one identifier per experiment, to see that they differ.
  package init(
    _ spec: CampaignSpec, templates: [TemplateFile], lookup: Lookup
  ) throws(Diagnostics) {
    if let emptiness = spec.emptiness { throw Diagnostics([emptiness]) }
    var binder = Binder(
      names: NameTable(root: spec.root, campaign: spec.name, space: spec.space, lookup: lookup))
    var found: [Diagnostic] = []
    func collecting<Value>(
      _ fallback: Value, _ step: () throws(Diagnostics) -> Value
    ) -> Value {
      do { return try step() } catch {
        found += error.all
        return fallback
      }
    }
    binder.leaveHostOpen(true)
    identifierText = collecting(Skeleton()) { () throws(Diagnostics) in
      try CampaignPlan.identifierText(spec, &binder)
    }
    config = collecting(Skeleton()) { () throws(Diagnostics) in
      var text = ConfigText(binder: binder)
      try text.write(spec)
      binder = text.finished.binder
      return text.finished.skeleton
    }
    binder.leaveHostOpen(false)
    var scripts: [Script] = []
    for file in templates {
      let text = collecting(Skeleton()) { () throws(Diagnostics) in
        try file.checkEncoding()
        return try binder.skeleton(of: file.place)
      }
      let isHalfBound = binder.table.dependsOnHost(text)
      scripts.append(
        Script(
          name: isHalfBound ? file.halfBoundName : file.scriptName, text: text,
          isHalfBound: isHalfBound, waitingName: isHalfBound ? nil : file.halfBoundName,
          completedName: isHalfBound ? file.scriptName : nil))
    }
    for (script, file) in zip(scripts, templates) where script.isHalfBound {
      found += CampaignPlan.problems(ofHalfBound: script.text, file, spec, binder.table)
    }
    found += CampaignPlan.problems(ofIdentifier: identifierText, spec, binder.table)
    guard found.isEmpty else { throw Diagnostics(CampaignPlan.unique(found)) }
    name = spec.name
    uuidName = spec.uuidName
    hasOwnIdentifier = spec.root["identifier"] != nil
    identifierNeedsUUID = binder.table.quantities(of: identifierText).contains(.uuid)
    directory = spec.directory
    space = spec.space
    warnings = spec.warnings + CampaignPlan.unique(binder.warnings)
    self.scripts = scripts
    holes = binder.table.holes
    try checkFileNames(spec, templates)
    caseClash = try checkIdentifiers(spec)
  }

  /// A value that ends in `$` or a backslash would make text of the frame behind it.
  private static func problems(
    ofHalfBound text: Skeleton, _ file: TemplateFile, _ spec: CampaignSpec, _ table: HoleTable
  ) -> [Diagnostic] {
    var previous: Skeleton?
    for part in text.split(where: {
      if case .open = table.holes[$0].quantity { true } else { false }
    }) {
      switch part {
      case .text(let text): previous = text
      case .hole(let number):
        guard case .open(let name) = table.holes[number].quantity,
          let axis = previous?.lastHole.flatMap({ table.holes[$0].quantity.axis }),
          spec.space.axes[axis].values.contains(where: { "$\\".contains($0.spelling.last ?? " ") })
        else { continue }
        return [
          Diagnostic(
            .error, .unknownHost,
            "a value of '\(spec.space.axes[axis].name)' before '{\(name)}' in '\(file.path)' ends "
              + "in '$' or a backslash, so the frame cannot wait for the host",
            hint: "choose the host: --host NAME")
        ]
      }
    }
    return []
  }

  /// An identifier stays the same on every host, and when the sweep grows.
  private static func problems(
    ofIdentifier text: Skeleton, _ spec: CampaignSpec, _ table: HoleTable
  ) -> [Diagnostic] {
    func refuse(_ found: String, _ hint: String) -> Diagnostic {
      Diagnostic(
        .error, .notScalar, "'identifier' depends on \(found)",
        at: spec.root["identifier"]?.position, hint: hint)
    }
    let quantities = table.quantities(of: text)
    var problems: [Diagnostic] = []
    if quantities.contains(where: { if case .open = $0 { true } else { false } }) {
      problems.append(
        refuse("the host, expected the same name on every host", "leave host.* out of it"))
    }
    if quantities.contains(.index) || quantities.contains(.count) {
      problems.append(
        refuse(
          "an experiment's place, which moves when the sweep grows", "name parameters, or {uuid}"))
    }
    if quantities.contains(.directory) {
      problems.append(refuse("the directory, which is named by it", "leave {directory} out of it"))
    }
    return problems
  }

  /// The messages without those that say the same again: a value is read wherever it is named.
  private static func unique(_ messages: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return Array(messages.filter { seen.insert($0).inserted }.prefix(20))
  }

  /// The template of identifiers: the user's, or `key_value` joined in parameter order.
  private static func identifierText(
    _ spec: CampaignSpec, _ binder: inout Binder
  ) throws(Diagnostics) -> Skeleton {
    guard let node = spec.root["identifier"] else {
      var text = Skeleton()
      for (index, axis) in spec.space.axes.enumerated() where !axis.isDerived {
        text.append(binder.hole(.namePart(index), encoding: .plain))
      }
      return text
    }
    let template = try node.text(of: "'identifier'")
    return try binder.nameSkeleton(of: "identifier", Binder.Place(node, text: template))
  }
}

extension CampaignPlan {
  /// Whether the job's script waits for a host to be chosen.
  package var isHalfBound: Bool { scripts.first?.isHalfBound ?? false }

  /// Whether a hole waits for the host.
  func waits(_ hole: Int) -> Bool {
    if case .open = holes[hole].quantity { true } else { false }
  }

  /// The names of the files that are rendered for each experiment.
  package var fileNames: [String] { scripts.map(\.name) + [CampaignPlan.configName] }

  /// For each rendered script its name while it waits for its host; nil for one that does.
  package var waitingNames: [String?] { scripts.map(\.waitingName) }

  /// The names that scripts will have which wait for their host.
  package var completedNames: [String] { scripts.compactMap(\.completedName) }
}
