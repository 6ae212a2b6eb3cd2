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
    let names = NameTable(root: root, campaign: plan.name, space: plan.space, lookup: lookup)
    var binder = Binder(names: names, table: HoleTable(plan.holes))
    var found: [Diagnostic] = []
    var scripts: [CampaignPlan.Script] = []
    for node in nodes {
      do throws(Diagnostics) {
        let text = try binder.skeleton(of: Binder.Place(node, text: node.scalar?.text ?? ""))
        guard !binder.table.dependsOnHost(text) else {
          throw Diagnostics(
            .unknownHost, "a frame waits for a host, expected one that is known",
            at: node.position, hint: "choose the host: --host NAME")
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
    renderer.texts(of: experiment).map { String(decoding: $0, as: UTF8.self) }
  }
}
