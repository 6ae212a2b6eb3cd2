// `sample`: some cells of the products, with values drawn for each.
extension SpaceBuilder {
  /// Takes a sample over all products; where values are drawn, cells are taken again and again.
  mutating func sampled(
    _ sample: SpaceSpec.Sample, _ kept: [[UInt32]?]
  ) throws(Diagnostics) -> [ParameterSpace.Block] {
    let sizes = zip(spec.subspaces, kept).map { $1?.count ?? $0.cellCount }
    let isDrawn = spec.subspaces.map { !$0.drawn.isEmpty }
    try checkSize(sample, isDrawn: isDrawn.contains(true))
    let total = sizes.reduce(0, +)
    guard total > 0 else { return [] }
    var sampler = Sampler(seed: sample.seed)
    var chosen = sampler.choose(sample.count, of: total)
    if chosen.count < sample.count {
      if isDrawn.contains(true) {
        chosen += more(sample.count - chosen.count, sizes, isDrawn, &sampler)
      } else {
        warnings.append(
          Diagnostic(
            .warning, .sampleTooLarge,
            "a sample of \(sample.count) from \(total) points takes all of them",
            at: sample.position, width: String(sample.count).count,
            hint: "count: \(total) says the same"))
      }
    }
    let blocks = blocks(of: chosen, sizes, kept, &sampler)
    account.sampled = (chosen.count, sample.seed, blocks.reduce(0) { $0 + $1.count })
    return blocks
  }

  /// Each point with drawn values is held in memory, with its repetitions.
  private func checkSize(
    _ sample: SpaceSpec.Sample, isDrawn: Bool
  ) throws(Diagnostics) {
    guard isDrawn else { return }
    let repeats = spec.subspaces.map(\.repeatCount).max() ?? 1
    let points = sample.count.multipliedReportingOverflow(by: repeats)
    guard points.overflow || points.partialValue > Self.drawnLimit else { return }
    throw Diagnostics(
      .spaceTooLarge, "a sample of more than \(Self.drawnLimit) drawn points",
      at: sample.position, width: String(sample.count).count,
      hint: "take fewer points, or fewer repetitions")
  }

  /// Chooses again among the cells whose values are drawn, all of them before any comes again.
  private func more(
    _ count: Int, _ sizes: [Int], _ isDrawn: [Bool], _ sampler: inout Sampler
  ) -> [Int] {
    var again: [Int] = []
    var start = 0
    for (size, isDrawn) in zip(sizes, isDrawn) {
      if isDrawn { again += start..<(start + size) }
      start += size
    }
    var chosen: [Int] = []
    while chosen.count < count && !again.isEmpty {
      chosen += sampler.choose(count - chosen.count, of: again.count).map { again[$0] }
    }
    return chosen
  }

  private mutating func blocks(
    of chosen: [Int], _ sizes: [Int], _ kept: [[UInt32]?], _ sampler: inout Sampler
  ) -> [ParameterSpace.Block] {
    var cells = [[UInt32]](repeating: [], count: sizes.count)
    var rows = [[(cell: UInt32, values: [ParameterValue])]](repeating: [], count: sizes.count)
    for number in chosen {
      var rest = number
      var index = 0
      while rest >= sizes[index] {
        rest -= sizes[index]
        index += 1
      }
      let cell = kept[index].map { $0[rest] } ?? UInt32(rest)
      let subspace = spec.subspaces[index]
      if subspace.drawn.isEmpty {
        cells[index].append(cell)
      } else {
        rows[index].append((cell, sampler.draw(subspace.drawn.map(\.distribution))))
      }
    }
    return spec.subspaces.indices.map { index in
      spec.subspaces[index].drawn.isEmpty
        ? block(of: spec.subspaces[index], cells[index].sorted())
        : drawnBlock(of: spec.subspaces[index], rows[index])
    }
  }

  /// Points with drawn values, by cell and then in the order drawn, each with its repetitions.
  private mutating func drawnBlock(
    of subspace: Subspace, _ rows: [(cell: UInt32, values: [ParameterValue])]
  ) -> ParameterSpace.Block {
    var numbers: [Int32] = []
    let ordered = rows.enumerated().sorted {
      ($0.element.cell, $0.offset) < ($1.element.cell, $1.offset)
    }
    for (_, row) in ordered {
      var point = [Int32](repeating: -1, count: names.count)
      var rest = Int(row.cell)
      for dimension in subspace.cellDimensions.reversed() {
        for axis in dimension.axes { set(&point, axis.name, axis.values[rest % dimension.count]) }
        rest /= dimension.count
      }
      for (drawn, value) in zip(subspace.drawn, row.values) { set(&point, drawn.name, value) }
      append(point, repeated: subspace.repeatDimensions, to: &numbers)
    }
    return .rows(numbers, width: names.count)
  }
}
