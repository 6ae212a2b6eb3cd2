internal import EETemplate

/// Values of another file whose frames name what differs between the experiments of a campaign.
package struct MemberTexts {
  private var renderer: ExperimentRenderer
  /// Bare words that name nothing.
  package let warnings: [Diagnostic]

  /// Binds the frames of some texts.
  ///
  /// - Parameters:
  ///   - nodes: the texts, each a scalar.
  ///   - plan: the experiments, whose parameters they name.
  ///   - root: all else that they name.
  ///   - lookup: what frames may name besides.
  /// - Throws: ``Diagnostics`` EE201, EE203, EE204, EE205 at the frames, EE115 where one needs a host.
  package init(
    _ nodes: [ConfigNode], of plan: CampaignPlan, root: ConfigNode, lookup: Lookup
  ) throws(Diagnostics) {
    try self.init(
      nodes.map { Binder.Place($0, text: $0.scalar?.text ?? "") }, of: plan, root: root,
      lookup: lookup)
  }

  /// Binds the frames of a template.
  ///
  /// - Throws: ``Diagnostics`` as for other texts, and EE206 where it is not UTF-8.
  package init(
    _ file: CampaignPlan.TemplateFile, of plan: CampaignPlan, root: ConfigNode, lookup: Lookup
  ) throws(Diagnostics) {
    try file.checkEncoding()
    try self.init([file.place], of: plan, root: root, lookup: lookup)
  }

  private init(
    _ places: [Binder.Place], of plan: CampaignPlan, root: ConfigNode, lookup: Lookup
  ) throws(Diagnostics) {
    let names = NameTable(root: root, campaign: plan.name, space: plan.space, lookup: lookup)
    var binder = Binder(names: names, table: HoleTable(plan.holes))
    var found: [Diagnostic] = []
    var scripts: [CampaignPlan.Script] = []
    for place in places {
      do throws(Diagnostics) {
        let text = try binder.skeleton(of: place)
        guard !binder.table.dependsOnHost(text) else {
          throw Diagnostics(
            .unknownHost, "a frame waits for a host, expected one that is known",
            at: place.position(0), hint: "choose the host: --host NAME")
        }
        scripts.append(CampaignPlan.Script(name: "", text: text, isHalfBound: false))
      } catch {
        found += error.all
      }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    var plan = plan
    plan.scripts = scripts
    plan.holes = binder.table.holes
    renderer = ExperimentRenderer(plan)
    warnings = binder.warnings
  }

  /// Returns the texts of one experiment, in order.
  package mutating func texts(of experiment: Experiment) -> [String] {
    bytes(of: experiment).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the texts of one experiment as bytes, in order.
  package mutating func bytes(of experiment: Experiment) -> [[UInt8]] {
    renderer.texts(of: experiment)
  }
}
