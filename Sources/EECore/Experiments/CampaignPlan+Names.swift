// What must differ: the files of an experiment, and the directories of experiments.
extension CampaignPlan {
  func checkFileNames(_ spec: CampaignSpec) throws(Diagnostics) {
    var names: Set<String> = [CampaignPlan.configName]
    for (script, node) in zip(scripts, spec.templates) where !names.insert(script.name).inserted {
      throw Diagnostics(
        .fileNameTaken, "two files of an experiment would be named '\(script.name)'",
        at: node.position, width: node.scalar?.text.count ?? 1, hint: "rename this template")
    }
  }

  func checkIdentifiers(_ spec: CampaignSpec) throws(Diagnostics) {
    var renderer = ExperimentRenderer(self)
    var pointOfIdentifier: [String: Int] = Dictionary(minimumCapacity: min(count, 1 << 16))
    for point in 0..<count {
      let identifier = renderer.identifier(at: point)
      guard let other = pointOfIdentifier.updateValue(point, forKey: identifier) else { continue }
      let node = spec.root["identifier"]
      throw Diagnostics(
        .duplicateIdentifier,
        "two experiments would share the directory '\(identifier)': "
          + "'\(space[other].text)' and '\(space[point].text)'",
        at: node?.position ?? spec.space.axes.first?.position,
        hint: advice(other, point, hasIdentifier: node != nil))
    }
  }

  private func advice(_ a: Int, _ b: Int, hasIdentifier: Bool) -> String {
    let different = space.axes.indices.first {
      space.value(ofAxis: $0, at: a).spelling != space.value(ofAxis: $0, at: b).spelling
    }
    guard let different else { return "remove one of the two values" }
    guard hasIdentifier else {
      let frames = space.axes.map { "{\($0.name)}" }.joined(separator: "+")
      return "keep them apart, such as by identifier: \"\(frames)\""
    }
    return "add {\(space.axes[different].name)} to 'identifier'"
  }
}
