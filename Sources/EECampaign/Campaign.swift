package import EECore
internal import HostIO

/// A campaign as its files say: the plan, and the code that goes into each experiment.
package struct Campaign: Sendable {
  /// The sweep file, as the user named it.
  package let file: String
  package let plan: CampaignPlan
  /// Code to copy, in file order, and then what of ours it uses.
  package let code: [CodeFile]
  /// What names the code.
  private let codeNames: [ConfigNode]
  /// Whether each experiment has a copy of its own of the code, to be edited.
  let copiesCode: Bool
  /// What frames may name besides the configuration.
  package let lookup: Lookup
  /// The configuration as frames see it.
  let root: ConfigNode
  /// The host that it is for; nil where none was chosen.
  package var host: HostSpec? { lookup.host }
  /// Where the file says where experiments go; nil where it does not, or is overruled.
  let directoryOrigin: SourcePosition?
  private let directoryOption: String

  /// The configuration with what each of its values overrode.
  package let layers: ConfigLayers
  /// What each experiment is to leave.
  package let results: [ResultSpec]
  /// The expression that says what else has to hold for an experiment to have ended well.
  package let success: ConfigNode?
  /// What is worth a look in any of the files, and no mistake.
  package let warnings: [Diagnostic]

  /// Reads a sweep file and all that it names; writes nothing.
  ///
  /// - Parameters:
  ///   - file: the sweep file, as the user named it.
  ///   - name: `--name`, which wins over the file's.
  ///   - outputDirectory: `--output_dir`, which wins over the file's `dir`.
  ///   - lookup: what frames may name besides the configuration.
  ///   - origin: where the file is named, for messages; nil for the command line.
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files.
  package init(
    file: String, name: String? = nil, outputDirectory: String? = nil, lookup: Lookup,
    namedAt origin: ConfigNode? = nil
  ) throws(Diagnostics) {
    var request = CampaignRequest(files: [file], lookup: lookup)
    request.name = name
    request.outputDirectory = outputDirectory
    request.origin = origin
    try self.init(request)
  }

  /// Reads a campaign's files and all that they name; writes nothing.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files or options.
  package init(_ request: CampaignRequest) throws(Diagnostics) {
    try self.init(try CampaignDraft(request))
  }

  /// Reads the templates and the code of a draft; writes nothing.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of them.
  package init(_ draft: CampaignDraft) throws(Diagnostics) {
    let spec = draft.spec
    var templates: [CampaignPlan.TemplateFile] = []
    for node in spec.templates {
      let path = SourceFile.path(namedBy: node)
      let bytes = try SourceFile.read(path, as: "template", namedAt: node)
      var template = CampaignPlan.TemplateFile(path: path, bytes: bytes)
      if templates.isEmpty { template.renderedName = draft.request.scriptName }
      templates.append(template)
    }
    file = draft.request.firstFile
    layers = draft.layers
    lookup = draft.lookup
    root = spec.root
    results = spec.results
    success = spec.success
    directoryOrigin =
      draft.request.outputDirectory == nil ? layers.root["dir"]?.position : nil
    directoryOption =
      draft.request.outputDirectory == nil ? "--directory" : "--output_dir"
    plan = try CampaignPlan(spec, templates: templates, lookup: lookup)
    warnings =
      draft.warnings + plan.warnings
      + (plan.caseClash.map { [$0.diagnostic(isMistake: false)] } ?? [])
      + Campaign.waitsForHost(plan, lookup)
    let rendered = plan.fileNames + plan.completedNames
    let named = try CodeFile.all(spec.code, taken: rendered)
    code = try named + StopWatchFile.wanted(by: named, templates, taken: rendered)
    codeNames = spec.code
    copiesCode = spec.copiesCode
  }
}

extension Campaign {
  private static func waitsForHost(_ plan: CampaignPlan, _ lookup: Lookup) -> [Diagnostic] {
    guard plan.isHalfBound else { return [] }
    let known = lookup.hosts.map(\.name)
    let names = known.joined(separator: ", ")
    if let host = lookup.namedHost, !known.contains(host.text) {
      let nearest = Suggestion.nearestSpelling(to: host.text, among: known)
      return [
        Diagnostic(
          .warning, .unknownHost,
          "host '\(host.text)' is not in the hosts file, so the scripts wait for one of: \(names)",
          at: host.position, width: host.text.count,
          hint: (nearest.map { "did you mean '\($0)'? " } ?? "") + "--host NAME completes them")
      ]
    }
    return [
      Diagnostic(
        .note, .unknownHost, "the scripts wait for a host, one of: \(names)",
        hint: "--host NAME completes them")
    ]
  }

  /// Reports what could not be written because something that is not ours is in the way.
  ///
  /// - Throws: ``Diagnostics`` EE310 for directories, EE306 for files.
  package func refuseTaken(_ counts: PlanCounts) throws(Diagnostics) {
    var found: [Diagnostic] = []
    let directories = counts.taken - counts.blocked
    if directories > 0 {
      found.append(
        Diagnostic(
          .error, .directoryTaken,
          (directories == 1 ? "1 directory is" : "\(directories) directories are")
            + " in the way in '\(plan.directory)', and left alone",
          at: directoryOrigin,
          hint: "cms-ee plan says why; move them away, choose another dir, or --force where only "
            + "the database was lost"))
    }
    if counts.blocked > 0 {
      found.append(
        Diagnostic(
          .error, .fileNameTaken,
          (counts.blocked == 1 ? "1 experiment has" : "\(counts.blocked) experiments have")
            + " files in the way that generate did not write, and that are left alone",
          hint: "cms-ee plan names them; move them away, or rename the template or code"))
    }
    guard found.isEmpty else { throw Diagnostics(found) }
  }

  /// Reports a file where a directory is expected, or the other way round, to who only looks.
  ///
  /// - Throws: ``Diagnostics`` EE303, and EE105 where the code holds the directory.
  package func checkKinds(_ places: Places) throws(Diagnostics) {
    let directory = Paths.join(places.base, plan.directory)
    try CodeFile.check(codeNames, against: Paths.absolute(directory))
    for place in code.isEmpty ? [directory] : [directory, CodeSnapshot.place(below: directory)] {
      try places.checkKind(place, namedAt: directoryOrigin, option: directoryOption)
    }
    try places.checkDatabaseKind()
  }

  /// Reports a place that cannot be written before anything is.
  ///
  /// - Throws: ``Diagnostics`` EE303.
  package func checkWritable(_ places: Places) throws(Diagnostics) {
    try checkKinds(places)
    let directory = Paths.join(places.base, plan.directory)
    try places.checkWritable(directory, namedAt: directoryOrigin, option: directoryOption)
    if let clash = plan.caseClash, Directories.foldsCase(directory) {
      throw Diagnostics([clash.diagnostic(isMistake: true)])
    }
    try places.checkDatabase()
  }
}

extension Places {
  /// Reports a database that cannot be made or is none.
  ///
  /// - Throws: ``Diagnostics`` EE303.
  package func checkDatabase() throws(Diagnostics) {
    try checkDatabaseKind()
    try checkWritable(Paths.directory(of: database), namedAt: nil, option: "--db")
  }

  fileprivate func checkDatabaseKind() throws(Diagnostics) {
    guard Files.status(database)?.kind != .directory else {
      throw Diagnostics(
        .unwritableDirectory, "database '\(database)' is a directory, expected a file",
        hint: "choose another file with --db")
    }
  }

  /// Reports a directory in which, or in whose nearest existing parent, nothing can be written.
  ///
  /// - Throws: ``Diagnostics`` EE303.
  package func checkWritable(
    _ directory: String, namedAt origin: SourcePosition?, option: String = "--directory"
  ) throws(Diagnostics) {
    let existing = try checkKind(directory, namedAt: origin, option: option)
    guard !Directories.isWritable(existing) else { return }
    throw refusal(directory, "'\(existing)' is not writable", origin, option)
  }

  /// Reports a directory that is a file, or has one above it.
  ///
  /// - Returns: the directory, or its nearest parent that is there.
  @discardableResult
  fileprivate func checkKind(
    _ directory: String, namedAt origin: SourcePosition?, option: String
  ) throws(Diagnostics) -> String {
    var existing = directory
    while Files.status(existing) == nil, existing != "/", existing != "." {
      existing = Paths.directory(of: existing)
    }
    guard Files.status(existing)?.kind != .directory else { return existing }
    throw refusal(directory, "'\(existing)' is a file, expected a directory", origin, option)
  }

  private func refusal(
    _ directory: String, _ reason: String, _ origin: SourcePosition?, _ option: String
  ) -> Diagnostics {
    Diagnostics(
      .unwritableDirectory, "cannot write in '\(directory)': \(reason)", at: origin,
      hint: "choose another place with \(option)")
  }
}
