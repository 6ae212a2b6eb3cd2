// `sample`: some cells of the products, with values drawn for each.
extension SpaceBuilder {
  /// Takes a sample over all products; where values are drawn, cells are taken again and again.
  mutating func sampled(
    _ sample: SpaceSpec.Sample, _ kept: [[UInt32]?]
  ) throws(Diagnostics) -> [ParameterSpace.Block] {
    let parts = zip(spec.subspaces, kept).map {
      SampleTaking.Part($0, size: $1?.count ?? $0.cellCount)
    }
    let total = parts.reduce((sum: 0, overflow: false)) { total, part in
      let sum = total.sum.addingReportingOverflow(part.size)
      return (sum.partialValue, total.overflow || sum.overflow)
    }
    guard total.sum > 0 || total.overflow else { return [] }
    let isDrawn = parts.contains { $0.drawn != nil }
    if !isDrawn, !total.overflow, sample.count >= total.sum {
      if sample.count > total.sum { warnTooLarge(sample, total.sum) }
      return note(zip(spec.subspaces, kept).map { block(of: $0, $1) }, total.sum, of: sample)
    }
    try checkSize(sample, isDrawn: isDrawn)
    var taking = SampleTaking(parts, count: sample.count, seed: sample.seed)
    let axisNumbers = spec.subspaces.map { subspace in
      subspace.drawn.map { drawn in names.firstIndex(of: drawn.name) ?? 0 }
    }
    taking.run { part, axis, value in
      let index = axisNumbers[part][axis]
      let number = number(of: value, onAxis: index)
      return (number, spelled[index][Int(number)])
    }
    if taking.count < sample.count { warnTooLarge(sample, taking.count) }
    let blocks = spec.subspaces.indices.map { block($0, taking.taken[$0], kept[$0]) }
    return note(blocks, taking.count, of: sample)
  }

  private mutating func note(
    _ blocks: [ParameterSpace.Block], _ count: Int, of sample: SpaceSpec.Sample
  ) -> [ParameterSpace.Block] {
    var points = 0
    for block in blocks { points = points.addingReportingOverflow(block.count).partialValue }
    account.sampled = (count, sample.seed, points)
    return blocks
  }

  private mutating func warnTooLarge(_ sample: SpaceSpec.Sample, _ count: Int) {
    warnings.append(
      Diagnostic(
        .warning, .sampleTooLarge,
        "a sample of \(sample.count) from \(count) points takes all of them",
        at: sample.position, width: String(sample.count).count,
        hint: "count: \(count) says the same"))
  }

  /// What is chosen is held in memory, and drawn points with their repetitions.
  private func checkSize(_ sample: SpaceSpec.Sample, isDrawn: Bool) throws(Diagnostics) {
    let repeats = spec.subspaces.map(\.repeatCount).max() ?? 1
    let points = sample.count.multipliedReportingOverflow(by: repeats)
    guard points.overflow || points.partialValue > rowLimit else { return }
    throw Diagnostics(
      .spaceTooLarge, "a sample of more than \(rowLimit)\(isDrawn ? " drawn" : "") points",
      at: sample.position, width: String(sample.count).count,
      hint: "take fewer points, or fewer repetitions")
  }

  private mutating func block(
    _ index: Int, _ taken: SampleTaking.Taken, _ kept: [UInt32]?
  ) -> ParameterSpace.Block {
    let subspace = spec.subspaces[index]
    let cells = taken.places.map { place in kept.map { Int($0[place]) } ?? place }
    if subspace.drawn.isEmpty, subspace.pointCount <= ParameterSpace.limit {
      return block(of: subspace, cells.sorted().map(UInt32.init))
    }
    return rows(of: subspace, cells, taken.values)
  }

  /// Points one by one, by cell and then in the order drawn, each with its repetitions.
  private mutating func rows(
    of subspace: Subspace, _ cells: [Int], _ values: [Int32]
  ) -> ParameterSpace.Block {
    var numbers: [Int32] = []
    let drawn = subspace.drawn.map { drawn in names.firstIndex(of: drawn.name) ?? 0 }
    for number in cells.indices.sorted(by: { (cells[$0], $0) < (cells[$1], $1) }) {
      var point = [Int32](repeating: -1, count: names.count)
      var rest = cells[number]
      for dimension in subspace.cellDimensions.reversed() {
        for axis in dimension.axes { set(&point, axis.name, axis.values[rest % dimension.count]) }
        rest /= dimension.count
      }
      for (place, axis) in drawn.enumerated() {
        point[axis] = values[number * drawn.count + place]
      }
      append(point, repeated: subspace.repeatDimensions, to: &numbers)
    }
    return .rows(numbers, width: names.count)
  }
}
