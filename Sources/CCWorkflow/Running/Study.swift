package import EECampaign
package import EECore
internal import HostIO

/// A workflow file with all the sweeps that its nodes stand for, read and checked, nothing written.
package struct Study: Sendable {
  package let spec: WorkflowSpec
  /// The campaigns by the node that fans out over them.
  package let campaigns: [String: Campaign]

  /// Reads a workflow file and the sweep files it names.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files.
  package init(file: String, lookup: Lookup) throws(Diagnostics) {
    spec = try WorkflowSpec(try SourceFile.readYAML(file, as: "workflow file"), file: file)
    var campaigns: [String: Campaign] = [:]
    var nodeOfCampaign: [String: String] = [:]
    for node in spec.nodes {
      guard case .experiments(let origin) = node.work else { continue }
      let path = Paths.join(Paths.directory(of: file), origin.scalar?.text ?? "")
      let campaign = try Campaign(file: path, lookup: lookup, namedAt: origin)
      guard campaign.plan.scriptName != nil else {
        throw Diagnostics(
          .missingKey, "sweep '\(path)' has no templates, so its experiments have nothing to run",
          at: origin.position, hint: "add templates: [job.in.sh] to it")
      }
      // Two nodes over one campaign would run every experiment twice in one directory.
      if let other = nodeOfCampaign.updateValue(node.name, forKey: campaign.plan.name) {
        throw Diagnostics(
          .duplicateKey,
          "nodes '\(other)' and '\(node.name)' both run campaign '\(campaign.plan.name)'",
          at: origin.position, hint: "give each its own sweep file with its own name")
      }
      campaigns[node.name] = campaign
    }
    self.campaigns = campaigns
  }
}

extension Study {
  /// Bare words in the sweeps that name nothing.
  package var warnings: [Diagnostic] {
    spec.nodes.flatMap { campaigns[$0.name]?.plan.warnings ?? [] }
  }

  /// Reports a place that cannot be written before anything is.
  package func checkWritable(_ places: Places) throws(Diagnostics) {
    try places.checkWritable(places.base, namedAt: spec.nodes.first?.position)
    for node in spec.nodes { try campaigns[node.name]?.checkWritable(places) }
  }
}
