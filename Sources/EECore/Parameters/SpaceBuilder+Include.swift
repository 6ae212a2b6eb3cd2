// `include`: points that are named one by one.
extension SpaceBuilder {
  mutating func inclusions() throws(Diagnostics) -> [ParameterSpace.Block] {
    guard !spec.include.isEmpty else { return [] }
    var numbers: [Int32] = []
    for inclusion in spec.include {
      let given = Set(inclusion.entries.map(\.key))
      let subspace = try self.subspace(for: inclusion, given)
      var point = [Int32](repeating: -1, count: names.count)
      for entry in inclusion.entries {
        guard let scalar = entry.value.scalar else { continue }
        set(&point, entry.key, ParameterValue(scalar))
      }
      let repeats = subspace.repeatDimensions.filter { !given.contains($0.axes[0].name) }
      append(point, repeated: repeats, to: &numbers)
    }
    account.included = numbers.count / names.count
    return [.rows(numbers, width: names.count)]
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
