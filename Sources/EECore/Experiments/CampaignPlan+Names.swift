// What must differ: the files of an experiment, and the directories of experiments.
extension CampaignPlan {
  func checkFileNames(_ spec: CampaignSpec, _ templates: [TemplateFile]) throws(Diagnostics) {
    var names: Set<String> = [CampaignPlan.configName]
    for (index, script) in scripts.enumerated() {
      let node = index < spec.templates.count ? spec.templates[index] : nil
      let width = node?.scalar?.text.count ?? 1
      guard !templates[index].isNameless else {
        throw Diagnostics(
          .wrongKind, "template '\(templates[index].baseName)' has no name before '.in'",
          at: node?.position, width: width, hint: "name it after what it becomes: job.in.sh")
      }
      // While it waits for its host, the name that it will have is taken as well.
      let own = Set([script.name, script.completedName ?? script.name])
      if let taken = own.first(where: names.contains) {
        throw Diagnostics(
          .fileNameTaken, "two files of an experiment would be named '\(taken)'",
          at: node?.position, width: width, hint: "rename this template")
      }
      names.formUnion(own)
    }
  }

  /// Two identifiers that are the same, and two that differ only by case, where there are any.
  struct Clashes {
    var same: (Int, Int)?
    var byCase: (Int, Int)?
  }

  /// Reports two experiments that would share a directory.
  ///
  /// - Returns: two identifiers that differ only by case.
  func checkIdentifiers(_ spec: CampaignSpec) throws(Diagnostics) -> CaseClash? {
    let clashes = identifierClashes()
    var renderer = ExperimentRenderer(self)
    let position = spec.root["identifier"]?.position ?? spec.space.axes.first?.position
    guard let (first, second) = clashes.same else {
      return clashes.byCase.map { first, second in
        CaseClash(
          identifiers: (renderer.identifier(at: first), renderer.identifier(at: second)),
          position: position)
      }
    }
    throw Diagnostics(
      .duplicateIdentifier,
      (spec.node.map { "two members would be named '\($0)/" }
        ?? "two experiments would share the directory '")
        + "\(renderer.identifier(at: first))': "
        + "'\(space[first].text)' and '\(space[second].text)'",
      at: position, hint: advice(first, second))
  }

  /// - Cost: 16 bytes a point while it runs; hashes first, names only where these agree.
  private func identifierClashes() -> Clashes {
    var renderer = ExperimentRenderer(self)
    var hashes: [(hash: UInt64, point: Int)] = []
    hashes.reserveCapacity(count)
    for point in 0..<count {
      var name = renderer.identifierBytes(at: point)
      fold(&name)
      hashes.append((Fingerprint(name).low, point))
    }
    hashes.sort { ($0.hash, $0.point) < ($1.hash, $1.point) }
    var clashes = Clashes()
    var start = 0
    for end in 1..<max(1, hashes.count + 1)
    where end == hashes.count || hashes[end].hash != hashes[start].hash {
      if end - start > 1 { compare(hashes[start..<end].map(\.point), &renderer, &clashes) }
      start = end
    }
    return clashes
  }

  /// Compares the names of points, ascending, whose hashes agree.
  private func compare(
    _ points: [Int], _ renderer: inout ExperimentRenderer, _ clashes: inout Clashes
  ) {
    var pointOfName: [String: Int] = [:]
    var pointOfFolded: [[UInt8]: Int] = [:]
    for point in points {
      let name = renderer.identifier(at: point)
      if let other = pointOfName[name] {
        if point < clashes.same?.1 ?? .max { clashes.same = (other, point) }
        continue
      }
      var folded = Array(name.utf8)
      fold(&folded)
      if let other = pointOfFolded[folded], point < clashes.byCase?.1 ?? .max {
        clashes.byCase = (other, point)
      }
      pointOfName[name] = point
      pointOfFolded[folded] = point
    }
  }

  private func fold(_ name: inout [UInt8]) {
    for index in name.indices where (65...90).contains(name[index]) { name[index] += 32 }
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
