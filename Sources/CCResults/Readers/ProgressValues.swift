/// The numbers among the keys of progress lines: `# cloudmesh progress=40 accuracy=0.91`.
struct ProgressValues: Sendable {
  private var table = MeasurementTable()
  private var previous: ProgressLine?

  var omitted: Int { table.omitted }

  /// Takes up the numbers of a line; the same line again is the other output of the job.
  mutating func read(_ line: ProgressLine) {
    guard line != previous else { return }
    previous = line
    for pair in line.pairs {
      guard let value = Double(pair.value) else { continue }
      table.record(pair.name, value, unit: nil, step: nil)
    }
  }

  /// Returns what was found under names that nothing else was logged under.
  func measurements(besides logged: [Measurement]) -> [Measurement] {
    let names = Set(logged.map(\.name))
    return table.measurements.filter { !names.contains($0.name) }
  }
}
