package import EECampaign
package import EECore
internal import HostIO

/// A workflow file with all the sweeps that its nodes stand for, read and checked, nothing written.
package struct Study: Sendable {
  package let spec: WorkflowSpec
  /// The campaigns by the node that fans out over them.
  package let campaigns: [String: Campaign]
  /// How their experiments are run, by the same node.
  let members: [String: MemberSet]
  /// What frames may name besides what the files say.
  let lookup: Lookup

  /// Reads a workflow file and the sweep files it names.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files.
  package init(file: String, lookup: Lookup) throws(Diagnostics) {
    spec = try WorkflowSpec(
      try SourceFile.readConfig(file, as: "workflow file"), file: file, lookup: lookup)
    let files = WorkflowFiles(directory: Paths.directory(of: file))
    var members: [String: MemberSet] = [:]
    var campaigns: [String: Campaign] = [:]
    var nodeOfCampaign: [String: String] = [:]
    for node in spec.nodes {
      guard case .experiments(let origin) = node.fan else { continue }
      let path = Paths.join(Paths.directory(of: file), origin.scalar?.text ?? "")
      let places = Study.hostNames(of: node)
      let campaign = try Campaign(
        file: path, lookup: Study.lookup(lookup, for: places), namedAt: origin)
      guard campaign.plan.scriptName != nil else {
        throw Diagnostics(
          .missingKey, "sweep '\(path)' has no templates, so its experiments have nothing to run",
          at: origin.position(ofByte: 0), width: origin.scalar?.text.count ?? 1,
          hint: "add templates: [job.in.sh] to it")
      }
      try Study.checkBound(campaign, on: places, at: origin.position)
      // Two nodes over one campaign would run every experiment twice in one directory.
      if let other = nodeOfCampaign.updateValue(node.name, forKey: campaign.plan.name) {
        throw Diagnostics(
          .duplicateKey,
          "nodes '\(other)' and '\(node.name)' both run campaign '\(campaign.plan.name)'",
          at: origin.position(ofByte: 0), width: origin.scalar?.text.count ?? 1,
          hint: "give each its own sweep file with its own name")
      }
      campaigns[node.name] = campaign
      members[node.name] = try MemberSet(
        of: node.name, node.source ?? origin, campaign.plan, root: campaign.layers.root,
        lookup: lookup, files: files, runsSweep: true)
    }
    self.campaigns = campaigns
    self.members = members
    self.lookup = lookup
    try checkConditions()
    try checkDirectories()
  }
}

extension Study {
  /// Reads a workflow file, or a sweep file as a workflow of one node.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files.
  package init(anyFile file: String, lookup: Lookup) throws(Diagnostics) {
    let root = try SourceFile.readConfig(file, as: "workflow file")
    if root["workflow"] != nil {
      try self.init(file: file, lookup: lookup)
    } else {
      try self.init(of: try Campaign(file: file, lookup: lookup))
    }
  }
}

extension Study {
  /// Makes the workflow whose only node stands for all experiments of a campaign.
  ///
  /// - Throws: ``Diagnostics`` EE107 where its experiments have nothing to run.
  package init(of campaign: Campaign, on host: String? = nil) throws(Diagnostics) {
    guard campaign.plan.scriptName != nil else {
      throw Diagnostics(
        .missingKey,
        "sweep '\(campaign.file)' has no templates, so its experiments have nothing to run",
        hint: "add templates: [job.in.sh] to it")
    }
    let start = SourcePosition(file: campaign.file, line: 1, column: 1)
    try Study.checkBound(campaign, on: [], at: nil)
    // The name of a group ends where that of a member begins: at a slash.
    let name = campaign.plan.name.split(separator: "/").joined(separator: "-")
    let node = NodeSpec(
      name: name, position: start,
      fan: .experiments(
        file: ConfigNode(.scalar(Scalar(campaign.file, isPlain: true)), at: start)),
      source: nil, when: nil, success: nil, results: [], needs: [],
      appearance: NodeAppearance(
        label: "{name}", shape: "box", style: "filled,rounded", color: nil, font: nil))
    spec = WorkflowSpec(name: campaign.plan.name, file: campaign.file, nodes: [node])
    campaigns = [name: campaign]
    lookup = Lookup()
    var settings = JobSettings(work: .sweep)
    settings.request.hosts = host.map { [$0] } ?? []
    members = [name: MemberSet(allOf: campaign.plan, settings)]
  }

  /// Conditions of experiments may name parameters, which only their sweeps know.
  private func checkConditions() throws(Diagnostics) {
    guard
      spec.nodes.contains(where: {
        members[$0.name] != nil
          && ($0.hasConditions(members[$0.name]) || campaigns[$0.name]?.success != nil)
      })
    else { return }
    var checker = spec.conditionChecker
    var found: [Diagnostic] = []
    for (place, node) in spec.nodes.enumerated() {
      guard let members = members[node.name] else { continue }
      do throws(Diagnostics) {
        try checker.check(
          place, members.computed, parameters: members.plan.space.axes.map(\.name),
          successes: campaigns[node.name]?.success.map { [ConditionText($0)] } ?? [],
          results: campaigns[node.name]?.results ?? [])
      } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
  }

  /// Two campaigns in one directory may not share an experiment's.
  private func checkDirectories() throws(Diagnostics) {
    var owners: [String: [String: String]] = [:]
    for node in spec.nodes {
      guard case .experiments(let origin) = node.fan, let plan = campaigns[node.name]?.plan,
        campaigns.count > 1
      else { continue }
      var owner = owners[Paths.absolute(plan.directory)] ?? [:]
      var renderer = ExperimentRenderer(plan)
      for point in 0..<plan.count {
        let identifier = renderer.experiment(at: point).identifier
        guard let other = owner.updateValue(node.name, forKey: identifier) else { continue }
        let path = Paths.join(plan.directory, identifier)
        throw Diagnostics(
          .duplicateIdentifier,
          "nodes '\(other)' and '\(node.name)' both write experiment '\(path)'",
          at: origin.position(ofByte: 0), width: origin.scalar?.text.count ?? 1,
          hint: "give one of the sweeps another dir, such as dir: \(node.name)")
      }
      owners[Paths.absolute(plan.directory)] = owner
    }
  }

  /// Bare words in the sweeps that name nothing.
  package var warnings: [Diagnostic] {
    spec.nodes.flatMap { node in
      (campaigns[node.name]?.warnings ?? []) + (members[node.name]?.notes ?? [])
    }
    // Scripts that wait for their host are no news here: they are completed when they start.
    .filter { $0.severity != .note || $0.code != .unknownHost }
  }

  /// Reports a place that cannot be written before anything is.
  package func checkWritable(_ places: Places) throws(Diagnostics) {
    let origin = spec.nodes.first?.position
    try places.checkWritable(places.base, namedAt: origin)
    try places.checkWritable(Paths.directory(of: places.database), namedAt: origin)
    for node in spec.nodes { try campaigns[node.name]?.checkWritable(places) }
  }
}

// Which hosts the scripts of a sweep are for.
extension Study {
  /// The hosts that a node names, as far as that does not depend on its experiments.
  private static func hostNames(of node: NodeSpec) -> [String] {
    guard let source = node.source else { return [] }
    if let host = source.given("host")?.scalar?.text { return [host] }
    return source.given("hosts")?.sequence?.compactMap { $0.scalar?.text } ?? []
  }

  /// Binds scripts to the only host that there may be, and leaves it open among several.
  private static func lookup(_ lookup: Lookup, for names: [String]) -> Lookup {
    guard let first = names.first else { return lookup }
    guard names.count == 1 else { return lookup.on(nil) }
    guard let host = lookup.hosts.first(where: { $0.name == first }) else { return lookup }
    return lookup.on(host)
  }

  /// A script that waits for a host that nothing describes could never run.
  private static func checkBound(
    _ campaign: Campaign, on names: [String], at position: SourcePosition?
  ) throws(Diagnostics) {
    guard campaign.plan.isHalfBound else { return }
    let hosts = campaign.lookup.hosts
    let unknown = names.first { name in
      !hosts.contains { $0.name == name || name == Fleet.here && $0.kind == "local" }
    }
    if !names.isEmpty, unknown == nil { return }
    throw Diagnostics(
      .unknownHost,
      "the scripts of sweep '\(campaign.file)' wait for a host"
        + (unknown.map { ", and the hosts file does not describe '\($0)'" } ?? ""), at: position,
      hint: unknown == nil || unknown == Fleet.here
        ? "give this machine an entry of kind local in the hosts file"
        : "describe it in the hosts file: \(unknown ?? ""): {kind: ssh}")
  }
}
