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
  private let maker: JobMaker
  private let appearances = AppearanceTexts()

  init(study: Study, places: Places, edited: Edited) {
    self.study = study
    self.places = places
    self.edited = edited
    maker = JobMaker(
      directory: Paths.absolute(Paths.directory(of: study.spec.file)), base: places.base)
  }

  func edges() -> [EdgeRecord] {
    study.spec.edges.map { EdgeRecord(source: $0.source, destination: $0.destination) }
  }

  /// - Shape: the members of a group follow it, in campaign order.
  func nodes() throws(SystemError) -> [NodeRecord] {
    var records: [NodeRecord] = []
    records.reserveCapacity(study.spec.nodes.count)
    for node in study.spec.nodes {
      switch node.fan {
      case .single(let settings): records.append(try single(node, settings))
      case .loop(let loop, let settings):
        var job = try maker.job(
          settings.bringing(node.results), of: node.name, success: node.successes)
        job.spec.loop = JobSpec.Loop(until: loop.until, max: loop.max)
        records.append(group(node, job.spec, when: node.when, input: job.input))
      case .output(let source, _):
        var spec = emptySpec
        spec.success = node.successes
        spec.output = OutputSource(
          node: source, template: node.source ?? ConfigNode(.mapping([]), at: node.position),
          directory: spec.directory, base: places.base,
          names: KeptLookup(study.lookup, for: node.source))
        records.append(group(node, spec, when: node.when))
      case .members(let members): records += try self.members(of: node, members)
      case .experiments:
        guard let campaign = study.campaigns[node.name] else { continue }
        records += try experiments(of: node, campaign)
      }
    }
    return records
  }

  private func single(
    _ node: NodeSpec, _ settings: JobSettings
  ) throws(SystemError) -> NodeRecord {
    guard settings.work != .marker else {
      var spec = emptySpec
      spec.when = node.when
      return NodeRecord(
        name: node.name, kind: .marker, job: node.when == nil ? nil : spec.json,
        appearance: appearances.text(of: node.appearance))
    }
    var job = try maker.job(
      settings.bringing(node.results), of: node.name, success: node.successes)
    job.spec.when = node.when
    return NodeRecord(
      name: node.name, kind: .job, job: job.spec.json, input: job.input,
      appearance: appearances.text(of: node.appearance), results: text(of: node.results))
  }

  private func text(of results: [ResultSpec]) -> String? {
    results.isEmpty ? nil : ResultSpec.text(of: results)
  }

  /// Of what runs nothing itself.
  private var emptySpec: JobSpec {
    let directory = Paths.absolute(Paths.directory(of: study.spec.file))
    return JobSpec(command: [], directory: directory, environment: [:], logLink: "")
  }

  /// A group that is decided, or whose members come later, has to say so.
  private func group(
    _ node: NodeSpec, _ spec: JobSpec, when: ConditionText?, input: String? = nil,
    axes: String? = nil, results: [ResultSpec]? = nil
  ) -> NodeRecord {
    var spec = spec
    spec.when = when
    let isPlain = spec.when == nil && !spec.isOpen
    return NodeRecord(
      name: node.name, kind: .group, job: isPlain ? nil : spec.json, input: input,
      axes: axes, appearance: appearances.text(of: node.appearance), isOpen: spec.isOpen,
      results: text(of: results ?? node.results))
  }

  private func members(
    of node: NodeSpec, _ members: MemberSet
  ) throws(SystemError) -> [NodeRecord] {
    let isEach = node.isDecidedByMember(members.plan)
    let maker = MemberMaker(
      node: node.name, maker: maker, success: node.successes, results: node.results)
    let axes = members.plan.space.axesText
    return [group(node, emptySpec, when: isEach ? nil : node.when, axes: axes)]
      + (try maker.records(of: members, when: isEach ? node.when : nil))
  }

  private func experiments(
    of node: NodeSpec, _ campaign: Campaign
  ) throws(SystemError) -> [NodeRecord] {
    let plan = campaign.plan
    let isEach = node.isDecidedByMember(plan)
    let results = campaign.results + node.results
    let successes = (campaign.success.map { [ConditionText($0)] } ?? []) + node.successes
    var records = [group(node, emptySpec, when: isEach ? nil : node.when, results: results)]
    guard let members = study.members[node.name] else { return records }
    let root = Paths.join(places.base, plan.directory)
    let found = plan.scriptName ?? ""
    // What waits for its host is completed before it starts there, and runs under its own name.
    let script = plan.isHalfBound ? HalfBoundScript.completedName(found) ?? found : found
    let code = campaign.code.map(\.fingerprint.text).joined(separator: " ")
    let edited = edited[node.name] ?? []
    let logName = "\(Identifier.escaped(Array(node.name.utf8))).log"
    var renderer = ExperimentRenderer(plan)
    for point in 0..<plan.count {
      let experiment = renderer.experiment(at: point)
      let settings = members[point].bringing(results, isExperiment: true)
      let values = plan.space.all(at: point)
      let directory = Paths.join(root, experiment.identifier)
      var spec = JobSpec(
        command: ScriptCommand.command(
          for: script, file: Paths.join(directory, found), venv: maker.venv(of: settings)),
        directory: directory, place: plan.directory,
        environment: settings.environment.merging(JobMaker.variables(of: values)) { $1 },
        request: settings.request, logLink: Paths.join(directory, logName))
      settings.complete(&spec)
      spec.waitingScript = plan.isHalfBound ? found : nil
      if !settings.request.hosts.isEmpty {
        spec.transfer = JobTransfer(
          command: ScriptCommand.command(
            for: script, file: Paths.join(directory, found), venv: settings.venv),
          script: nil, inputs: settings.inputs, outputs: settings.outputs)
      }
      spec.when = isEach ? node.when : nil
      spec.success = successes
      spec.keepParameters(of: values)
      let content =
        edited.contains(experiment.identifier)
        ? try self.content(of: plan.fileNames + campaign.code.map(\.name), in: directory)
        : renderer.input(of: experiment) + Array(code.utf8)
      records.append(
        NodeRecord(
          name: "\(node.name)/\(experiment.identifier)", kind: .job, group: node.name,
          uuid: experiment.uuid, job: spec.json, input: maker.input(spec, content)))
    }
    return records
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
}

/// How nodes are drawn, as it is stored; most are drawn as the one before.
private final class AppearanceTexts {
  private var last: (appearance: NodeAppearance, text: String)?

  func text(of appearance: NodeAppearance) -> String {
    if let last, last.appearance == appearance { return last.text }
    let text = JSONWriter.text(
      .object([
        .init("label", .string(appearance.label)), .init("shape", .string(appearance.shape)),
        .init("style", .string(appearance.style)), .init("color", .optional(appearance.color)),
        .init("font", .optional(appearance.font)),
      ]))
    last = (appearance, text)
    return text
  }
}
