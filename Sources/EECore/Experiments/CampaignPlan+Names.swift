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
    guard let (first, second) = firstPair(folding: false) else { return }
    var renderer = ExperimentRenderer(self)
    throw Diagnostics(
      .duplicateIdentifier,
      "two experiments would share the directory '\(renderer.identifier(at: first))': "
        + "'\(space[first].text)' and '\(space[second].text)'",
      at: spec.root["identifier"]?.position ?? spec.space.axes.first?.position,
      hint: advice(first, second))
  }

  /// Returns two identifiers that differ only by case.
  package func identifiersDifferingByCase() -> (String, String)? {
    guard let (first, second) = firstPair(folding: true) else { return nil }
    var renderer = ExperimentRenderer(self)
    return (renderer.identifier(at: first), renderer.identifier(at: second))
  }

  /// Finds the first two points with one identifier.
  ///
  /// - Cost: 16 bytes a point while it runs; hashes first, texts only where these agree.
  private func firstPair(folding: Bool) -> (Int, Int)? {
    var renderer = ExperimentRenderer(self)
    func name(_ point: Int) -> [UInt8] {
      let name = Array(renderer.identifier(at: point).utf8)
      return folding ? name.map { (65...90).contains($0) ? $0 + 32 : $0 } : name
    }
    var hashes: [(hash: UInt64, point: Int)] = []
    hashes.reserveCapacity(count)
    for point in 0..<count { hashes.append((Fingerprint(name(point)).low, point)) }
    hashes.sort { ($0.hash, $0.point) < ($1.hash, $1.point) }
    var found: (Int, Int)?
    for (a, b) in zip(hashes, hashes.dropFirst()) where a.hash == b.hash {
      guard name(a.point) == name(b.point), b.point < found?.1 ?? .max else { continue }
      found = (a.point, b.point)
    }
    return found
  }

  private func advice(_ a: Int, _ b: Int) -> String {
    let different = space.axes.indices.first {
      space.value(ofAxis: $0, at: a)?.spelling != space.value(ofAxis: $0, at: b)?.spelling
    }
    guard let different else { return "remove one of the two values" }
    guard hasOwnIdentifier else {
      let frames = space.axes.filter { !$0.isDerived }.map { "{\($0.name)}" }
        .joined(separator: "+")
      return "keep them apart, such as by identifier: \"\(frames)\""
    }
    return "add {\(space.axes[different].name)} to 'identifier'"
  }
}
