internal import EETemplate

/// Renders one experiment after another, reusing its buffers.
package struct ExperimentRenderer {
  private let plan: CampaignPlan
  /// For each hole that is an axis: its values in the hole's encoding.
  private let axisTexts: [[[UInt8]]]
  /// For each axis: its values as members of a JSON object.
  private let axisMembers: [[String]]
  private var values: [[UInt8]]

  package init(_ plan: CampaignPlan) {
    self.plan = plan
    values = [[UInt8]](repeating: [], count: plan.holes.count)
    axisTexts = plan.holes.map { hole in
      guard case .axis(let axis) = hole.quantity else { return [] }
      return plan.space.axes[axis].values.map { Binder.encode($0.scalar, as: hole.encoding) }
    }
    axisMembers = plan.space.axes.map { axis in
      let name = JSONWriter.text(.string(axis.name))
      return axis.values.map { "\(name):\(JSONWriter.text($0.json))" }
    }
  }

  /// Returns the experiment at a point.
  package mutating func experiment(at point: Int) -> Experiment {
    let combination = plan.space[point]
    return Experiment(
      point: point, identifier: identifier(at: point),
      uuid: UUIDText.experiment(campaign: plan.uuidName, combination), combination: combination,
      parameters: parameters(at: point))
  }

  private func parameters(at point: Int) -> String {
    var text = "{"
    for (axis, members) in axisMembers.enumerated() {
      if axis > 0 { text += "," }
      text += members[plan.space.valueIndex(ofAxis: axis, at: point)]
    }
    return text + "}"
  }

  /// Returns the experiment's files: its scripts, then `config.yaml`.
  package mutating func files(of experiment: Experiment) -> [PlannedFile] {
    fillAxes(at: experiment.point)
    fillIdentity(of: experiment)
    fillTexts()
    var files = plan.scripts.map {
      PlannedFile(name: $0.name, bytes: render($0.text), isExecutable: true)
    }
    files.append(
      PlannedFile(name: CampaignPlan.configName, bytes: render(plan.config), isExecutable: false))
    return files
  }

  /// Returns all that decides what an experiment does: its scripts and its configuration.
  ///
  /// Its place among the others is left out of the configuration, so that a sweep can grow without
  /// making what is done look changed.
  package mutating func input(of experiment: Experiment) -> [UInt8] {
    let files = files(of: experiment)
    for (number, hole) in plan.holes.enumerated()
    where hole.quantity == .index || hole.quantity == .count {
      values[number] = []
    }
    fillTexts()
    return files.dropLast().flatMap(\.bytes) + [0] + render(plan.config)
  }

  mutating func identifier(at point: Int) -> String {
    fillAxes(at: point)
    fillTexts()
    return Identifier.escaped(render(plan.identifierText))
  }

  private mutating func fillAxes(at point: Int) {
    for (number, hole) in plan.holes.enumerated() {
      guard case .axis(let axis) = hole.quantity else { continue }
      values[number] = axisTexts[number][plan.space.valueIndex(ofAxis: axis, at: point)]
    }
  }

  private mutating func fillIdentity(of experiment: Experiment) {
    for (number, hole) in plan.holes.enumerated() {
      let text: String
      switch hole.quantity {
      case .identifier: text = experiment.identifier
      case .uuid: text = experiment.uuid
      case .index:
        // Digits are the same in every encoding.
        values[number] = Array(String(experiment.point + 1).utf8)
        continue
      case .count:
        values[number] = Array(String(plan.count).utf8)
        continue
      case .directory: text = "\(plan.directory)/\(experiment.identifier)"
      case .axis, .text: continue
      }
      values[number] = Binder.encode(Scalar(text, isPlain: false), as: hole.encoding)
    }
  }

  /// Fills the holes that are made of others; those stand before them.
  private mutating func fillTexts() {
    for (number, hole) in plan.holes.enumerated() {
      guard case .text(let skeleton) = hole.quantity else { continue }
      values[number] = Binder.encode(text: render(skeleton), as: hole.encoding)
    }
  }

  private func render(_ skeleton: Skeleton) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(skeleton.length(values))
    skeleton.render(values, into: &bytes)
    return bytes
  }
}
