// `include`: points that are named one by one.
extension SpaceBuilder {
  mutating func inclusions() throws(Diagnostics) -> [ParameterSpace.Block] {
    guard !spec.include.isEmpty else { return [] }
    var repeats: [[Subspace.Dimension]] = []
    var total = 0
    for inclusion in spec.include {
      let given = Set(inclusion.entries.map(\.key))
      let dimensions = try subspace(for: inclusion, given).repeatDimensions
      repeats.append(dimensions.filter { !given.contains($0.axes[0].name) })
      try add(repeats.last?.reduce(1) { $0 * $1.count } ?? 1, to: &total, inclusion)
    }
    var numbers: [Int32] = []
    let known = knownValues()
    for (inclusion, repeats) in zip(spec.include, repeats) {
      var point = [Int32](repeating: -1, count: names.count)
      for entry in inclusion.entries {
        guard let scalar = entry.value.scalar else { continue }
        let value = ParameterValue(scalar)
        set(&point, entry.key, known[entry.key]?[value.identity] ?? value)
      }
      append(point, repeated: repeats, to: &numbers)
    }
    account.included = numbers.count / names.count
    return [.rows(numbers, width: names.count)]
  }

  /// Counts points before any is made.
  private func add(
    _ points: Int, to total: inout Int, _ inclusion: SpaceSpec.Inclusion
  ) throws(Diagnostics) {
    guard points <= rowLimit - total else {
      throw Diagnostics(
        .spaceTooLarge, "'include' adds more than \(rowLimit) points", at: inclusion.position,
        hint: "include fewer, or take fewer repetitions")
    }
    total += points
  }

  /// The values of each parameter that is included: the same number is spelled as it is there.
  private func knownValues() -> [String: [ParameterValue.Identity: ParameterValue]] {
    let included = Set(spec.include.flatMap { $0.entries.map(\.key) })
    var known: [String: [ParameterValue.Identity: ParameterValue]] = [:]
    for axis in axes where included.contains(axis.name) {
      known[axis.name] = Dictionary(axis.values.map { ($0.identity, $0) }) { first, _ in first }
    }
    return known
  }

  /// The first map whose parameters the inclusion gives: all but those that repeat.
  private func subspace(
    for inclusion: SpaceSpec.Inclusion, _ given: Set<String>
  ) throws(Diagnostics) -> Subspace {
    func needed(_ subspace: Subspace) -> [String] {
      let repeats = Set(subspace.repeatDimensions.map { $0.axes[0].name })
      return subspace.names.filter { !repeats.contains($0) }
    }
    let fitting = spec.subspaces.first {
      given.isSuperset(of: needed($0)) && given.isSubset(of: $0.names)
    }
    if let fitting { return fitting }
    let missing = spec.subspaces.map { needed($0).filter { !given.contains($0) } }.first {
      !$0.isEmpty
    }
    throw Diagnostics(
      .missingKey,
      missing.map { "an entry of 'include' lacks '\($0.joined(separator: "', '"))'" }
        ?? "an entry of 'include' gives parameters that no map of 'experiments' has together",
      at: inclusion.position, hint: "give every parameter but those that repeat")
  }
}
