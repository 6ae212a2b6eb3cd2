internal import CampaignStore
internal import EECampaign
internal import EECore
internal import HostIO

/// Turns a study into the nodes and edges of a run.
struct NodePlanner {
  /// Identifiers of experiments that were edited by hand, by the node that runs them.
  typealias Edited = [String: Set<String>]

  let study: Study
  let places: Places
  /// What runs of these is what stands on disk, not what is planned.
  let edited: Edited

  func edges() -> [EdgeRecord] {
    study.spec.edges.map { EdgeRecord(source: $0.source, destination: $0.destination) }
  }

  /// - Shape: the members of a group follow it, in campaign order.
  func nodes() throws(SystemError) -> [NodeRecord] {
    var records: [NodeRecord] = []
    for node in study.spec.nodes {
      switch node.work {
      case .marker: records.append(record(node, kind: .marker))
      case .shell(let text):
        records.append(try job(node, command: ["/bin/sh", "-c", text], content: []))
      case .script(let path):
        let file = Paths.absolute(path)
        let command = ScriptCommand.command(for: file, file: file, venv: venv(of: node))
        records.append(try job(node, command: command, content: try Files.read(file)))
      case .experiments:
        records.append(record(node, kind: .group))
        if let campaign = study.campaigns[node.name] { records += try members(of: node, campaign) }
      }
    }
    return records
  }

  private func record(_ node: NodeSpec, kind: NodeRecord.Kind) -> NodeRecord {
    NodeRecord(name: node.name, kind: kind, appearance: json(node.appearance))
  }

  private func job(
    _ node: NodeSpec, command: [String], content: [UInt8]
  ) throws(SystemError) -> NodeRecord {
    let spec = JobSpec(
      command: command, directory: Paths.absolute(Paths.directory(of: study.spec.file)),
      environment: node.environment, cpus: node.cpus,
      logLink: Paths.join(places.base, "\(Identifier.escaped(Array(node.name.utf8))).log"))
    return NodeRecord(
      name: node.name, kind: .job, job: spec.json, input: input(spec, content),
      appearance: json(node.appearance))
  }

  /// Relative to the workflow file, wherever the job runs.
  private func venv(of node: NodeSpec) -> String? {
    node.venv.map { Paths.absolute(Paths.join(Paths.directory(of: study.spec.file), $0)) }
  }

  private func members(
    of node: NodeSpec, _ campaign: Campaign
  ) throws(SystemError) -> [NodeRecord] {
    let plan = campaign.plan
    let root = Paths.join(places.base, plan.directory)
    let script = plan.scriptName ?? ""
    let code = campaign.code.map(\.fingerprint.text).joined(separator: " ")
    let venv = venv(of: node)
    let edited = edited[node.name] ?? []
    var renderer = ExperimentRenderer(plan)
    return try (0..<plan.count).map { (point) throws(SystemError) in
      let experiment = renderer.experiment(at: point)
      let directory = Paths.join(root, experiment.identifier)
      let spec = JobSpec(
        command: ScriptCommand.command(
          for: script, file: Paths.join(directory, script), venv: venv),
        directory: directory, place: plan.directory,
        environment: node.environment.merging(parameters(of: plan.space.all(at: point))) { $1 },
        cpus: node.cpus,
        logLink: Paths.join(directory, "\(Identifier.escaped(Array(node.name.utf8))).log"))
      let content =
        edited.contains(experiment.identifier)
        ? try self.content(of: plan.fileNames + campaign.code.map(\.name), in: directory)
        : renderer.input(of: experiment) + Array(code.utf8)
      return NodeRecord(
        name: "\(node.name)/\(experiment.identifier)", kind: .job, group: node.name,
        uuid: experiment.uuid, job: spec.json, input: input(spec, content))
    }
  }

  /// What files hold that were edited by hand; one that is gone, or no file, holds nothing.
  private func content(of names: [String], in directory: String) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in names {
      let path = Paths.join(directory, name)
      bytes += "\n\(name)\n".utf8
      if Files.status(path)?.kind == .file { bytes += try Files.read(path) }
    }
    return bytes
  }

  /// Each job finds its parameters, and what follows from them, in its environment; names of
  /// variables hold no hyphens.
  private func parameters(of values: Combination) -> [String: String] {
    Dictionary(
      values.parameters.map { parameter in
        let name = String(parameter.name.map { $0 == "-" ? "_" : $0 })
        return ("CMS_PARAM_\(name)", parameter.value.spelling)
      }
    ) { $1 }
  }

  /// Hashes all that decides what a job does.
  private func input(_ spec: JobSpec, _ content: [UInt8]) -> String {
    let variables = spec.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = (spec.command + variables).joined(separator: "\0")
    return Fingerprint(Array(text.utf8) + [0] + content).text
  }

  private func json(_ appearance: NodeAppearance) -> String {
    JSONWriter.text(
      .object([
        .init("label", .string(appearance.label)), .init("shape", .string(appearance.shape)),
        .init("style", .string(appearance.style)), .init("color", .optional(appearance.color)),
        .init("font", .optional(appearance.font)),
      ]))
  }
}
