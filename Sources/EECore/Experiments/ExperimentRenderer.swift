internal import EETemplate

/// Renders one experiment after another, reusing its buffers.
package struct ExperimentRenderer {
  private let plan: CampaignPlan
  /// Axes with more values are encoded one by one, not beforehand.
  private static let encodedBeforehand = 4096

  /// For each hole that is an axis: its values in the hole's encoding; empty for long axes.
  private let axisTexts: [[[UInt8]]]
  /// For each axis: its values as members of a JSON object; empty for long axes.
  private let axisMembers: [[String]]
  private var values: [[UInt8]]

  package init(_ plan: CampaignPlan) {
    self.plan = plan
    values = [[UInt8]](repeating: [], count: plan.holes.count)
    axisTexts = plan.holes.map { hole in
      guard let index = hole.quantity.axis else { return [] }
      let axis = plan.space.axes[index]
      guard axis.values.count <= Self.encodedBeforehand else { return [] }
      return axis.values.map { hole.text(of: $0, on: axis) }
    }
    axisMembers = plan.space.axes.map { axis in
      guard axis.values.count <= Self.encodedBeforehand else { return [] }
      return axis.values.map { ExperimentRenderer.member(axis, $0) }
    }
  }

  private static func member(_ axis: Axis, _ value: ParameterValue) -> String {
    "\(JSONWriter.text(.string(axis.name))):\(JSONWriter.text(value.json))"
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
    for (index, axis) in plan.space.axes.enumerated() where !axis.isDerived {
      guard let value = plan.space.valueIndex(ofAxis: index, at: point) else { continue }
      if text.utf8.count > 1 { text += "," }
      let members = axisMembers[index]
      text +=
        members.isEmpty
        ? ExperimentRenderer.member(axis, axis.values[value]) : members[value]
    }
    return text + "}"
  }

  /// Returns the experiment's files: its scripts, then `config.yaml`.
  package mutating func files(of experiment: Experiment) -> [PlannedFile] {
    fillAxes(at: experiment.point)
    fillIdentity(of: experiment)
    fillTexts(at: experiment.point)
    var files = plan.scripts.map { script in
      PlannedFile(
        name: script.name,
        bytes: script.isHalfBound
          ? Template.escapingFrames(render(script.text)) { !plan.isOpen($0) } : render(script.text),
        isExecutable: !script.isHalfBound)
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
    fillTexts(at: experiment.point)
    return files.dropLast().flatMap(\.bytes) + [0] + render(plan.config)
  }

  mutating func identifier(at point: Int) -> String {
    fillAxes(at: point)
    fillTexts(at: point)
    let text = render(plan.identifierText)
    // Each part of a name of ours begins with an underscore.
    return Identifier.escaped(plan.hasOwnIdentifier ? text : Array(text.dropFirst()))
  }

  private mutating func fillAxes(at point: Int) {
    for (number, hole) in plan.holes.enumerated() {
      guard let axis = hole.quantity.axis else { continue }
      values[number] = axisText(number, hole, axis, at: point) ?? []
    }
  }

  private func axisText(_ number: Int, _ hole: Hole, _ index: Int, at point: Int) -> [UInt8]? {
    guard let value = plan.space.valueIndex(ofAxis: index, at: point) else { return nil }
    let texts = axisTexts[number]
    guard texts.isEmpty else { return texts[value] }
    let axis = plan.space.axes[index]
    return hole.text(of: axis.values[value], on: axis)
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
      case .open(let name):
        values[number] = Array("{\(name)}".utf8)
        continue
      case .directory: text = "\(plan.directory)/\(experiment.identifier)"
      default: continue
      }
      values[number] = Binder.encode(Scalar(text, isPlain: false), as: hole.encoding)
    }
  }

  /// Fills the holes that are made of others; those stand before them.
  private mutating func fillTexts(at point: Int) {
    for (number, hole) in plan.holes.enumerated() {
      switch hole.quantity {
      case .text(let skeleton):
        values[number] = Binder.encode(text: render(skeleton), as: hole.encoding)
      case .partialAxis(let axis, let fallback)
      where plan.space.valueIndex(ofAxis: axis, at: point) == nil:
        values[number] = render(fallback)
      case .choice(let axis, let texts, let other):
        let value = plan.space.valueIndex(ofAxis: axis, at: point)
        values[number] = Binder.encode(
          text: render(value.map { texts[$0] } ?? other), as: hole.encoding)
      default: continue
      }
    }
  }

  private func render(_ skeleton: Skeleton) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(skeleton.length(values))
    skeleton.render(values, into: &bytes)
    return bytes
  }
}
