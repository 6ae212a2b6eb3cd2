internal import EETemplate

/// Renders one experiment after another, reusing its buffers.
package struct ExperimentRenderer {
  private let plan: CampaignPlan
  private let uuids: ExperimentUUIDs
  /// The holes that are values on an axis.
  private let axisHoles: [(number: Int, axis: Int, texts: AxisTexts)]
  /// The holes that say which experiment it is, and those that are made of others.
  private let identityHoles: [(number: Int, hole: Hole)]
  private let textHoles: [(number: Int, hole: Hole)]
  /// For each axis that is not derived: its values as members of a JSON object.
  private let members: [AxisTexts]
  /// Where the values on axes are those of.
  private var point = -1
  /// For each axis the number of its value at the point, or -1 where there is none.
  private var digits: [Int]
  private var values: [[UInt8]]

  package init(_ plan: CampaignPlan) {
    self.plan = plan
    let axes = plan.space.axes
    uuids = ExperimentUUIDs(campaign: plan.uuidName, axes)
    digits = [Int](repeating: -1, count: axes.count)
    values = [[UInt8]](repeating: [], count: plan.holes.count)
    axisHoles = plan.holes.enumerated().compactMap { number, hole in
      guard let index = hole.quantity.axis else { return nil }
      let axis = axes[index]
      return (number, index, AxisTexts(axis) { hole.text(of: $0, on: axis) })
    }
    let numbered = plan.holes.enumerated().map { (number: $0.offset, hole: $0.element) }
    identityHoles = numbered.filter { $0.hole.quantity.isIdentity }
    textHoles = numbered.filter { $0.hole.quantity.isText }
    members = axes.filter { !$0.isDerived }.map { axis in
      let name = JSONWriter.text(.string(axis.name))
      return AxisTexts(axis) { Array("\(name):\(JSONWriter.text($0.json))".utf8) }
    }
  }

  /// Returns the experiment at a point.
  package mutating func experiment(at point: Int) -> Experiment {
    let identifier = identifier(at: point)
    return Experiment(
      point: point, identifier: identifier, uuid: uuids.text(digits), parameters: parameters())
  }

  private func parameters() -> String {
    var text = [UInt8(ascii: "{")]
    text.reserveCapacity(256)
    // Axes that are derived stand behind the others.
    for (axis, texts) in members.enumerated() where digits[axis] >= 0 {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text += texts[digits[axis]]
    }
    text.append(UInt8(ascii: "}"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the experiment's files: its scripts, then `config.yaml`.
  package mutating func files(of experiment: Experiment) -> [PlannedFile] {
    fill(experiment)
    var files = plan.scripts.map { script in
      PlannedFile(
        name: script.name,
        bytes: script.isHalfBound ? renderHalfBound(script.text) : render(script.text),
        isExecutable: !script.isHalfBound)
    }
    files.append(
      PlannedFile(name: CampaignPlan.configName, bytes: render(plan.config), isExecutable: false))
    return files
  }

  /// Returns the scripts alone.
  mutating func texts(of experiment: Experiment) -> [[UInt8]] {
    fill(experiment)
    return plan.scripts.map { render($0.text) }
  }

  private mutating func fill(_ experiment: Experiment) {
    fillAxes(at: experiment.point)
    fillIdentity(of: experiment)
    fillTexts()
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
    String(decoding: identifierBytes(at: point), as: UTF8.self)
  }

  mutating func identifierBytes(at point: Int) -> [UInt8] {
    fillAxes(at: point)
    if plan.identifierNeedsUUID { fillUUID(uuids.text(digits)) }
    fillTexts()
    let text = render(plan.identifierText)
    // Each part of a name of ours begins with an underscore.
    return Identifier.bytes(plan.hasOwnIdentifier ? text : Array(text.dropFirst()))
  }

  private mutating func fillAxes(at point: Int) {
    guard point != self.point else { return }
    self.point = point
    for axis in digits.indices {
      digits[axis] = plan.space.valueIndex(ofAxis: axis, at: point) ?? -1
    }
    for index in axisHoles.indices {
      let digit = digits[axisHoles[index].axis]
      values[axisHoles[index].number] = digit < 0 ? [] : axisHoles[index].texts[digit]
    }
  }

  private mutating func fillIdentity(of experiment: Experiment) {
    for (number, hole) in identityHoles {
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
        let frame = hole.encoding == .shellWord ? "{sh.\(name)}" : "{\(name)}"
        // To YAML a frame alone is a map.
        values[number] = Array((hole.encoding == .yaml ? YAMLText.text(frame) : frame).utf8)
        continue
      case .directory: text = "\(plan.directory)/\(experiment.identifier)"
      default: continue
      }
      values[number] = Binder.encode(Scalar(text, isPlain: false), as: hole.encoding)
    }
  }

  private mutating func fillUUID(_ uuid: String) {
    for (number, hole) in identityHoles where hole.quantity == .uuid {
      values[number] = Binder.encode(Scalar(uuid, isPlain: false), as: hole.encoding)
    }
  }

  /// Fills the holes that are made of others; those stand before them.
  private mutating func fillTexts() {
    for (number, hole) in textHoles {
      switch hole.quantity {
      case .text(let skeleton):
        values[number] = Binder.encode(text: render(skeleton), as: hole.encoding)
      case .partialAxis(let axis, let fallback) where digits[axis] < 0:
        values[number] = render(fallback)
      case .choice(let axis, let texts, let other):
        let text = digits[axis] < 0 ? other : texts[digits[axis]]
        values[number] = Binder.encode(text: render(text), as: hole.encoding)
      default: continue
      }
    }
  }

  /// Renders a script that stays a template: only the frames that wait for the host are frames.
  private func renderHalfBound(_ skeleton: Skeleton) -> [UInt8] {
    var bytes: [UInt8] = []
    var text: [UInt8] = []
    for piece in skeleton.split(where: { plan.waits($0) }) {
      switch piece {
      case .text(let part): text += render(part)
      case .hole(let number):
        bytes += Template.escapingFrames(text) + values[number]
        text = []
      }
    }
    return bytes + Template.escapingFrames(text)
  }

  private func render(_ skeleton: Skeleton) -> [UInt8] { skeleton.rendered(values) }
}
