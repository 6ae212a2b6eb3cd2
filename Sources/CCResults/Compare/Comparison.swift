package import EECore

/// Two sides of experiments, configuration by configuration: the first is what the second is measured
/// against.
package struct Comparison: Sendable {
  /// A combination of parameters that both sides have.
  struct Pair: Sendable {
    /// One for each of the parameters.
    let values: [String]
    let first: [Int]
    let second: [Int]
  }

  package let first: String
  package let second: String
  let input: ReportInput
  /// Where the rows of the second side begin.
  let boundary: Int
  let test: ComparedNumbers.Test
  /// What tells configurations apart.
  let parameters: [String]
  let pairs: [Pair]
  /// Configurations that one side lacks.
  let onlyFirst: [[String]]
  let onlySecond: [[String]]
  package private(set) var metrics: [ReportMetric] = []
  /// What a reader should know before believing it, one sentence each.
  package private(set) var warnings: [String]
  /// How to read the numbers, one sentence each.
  let remarks: [String]

  /// Whether there is anything to compare.
  package var isEmpty: Bool { pairs.isEmpty }

  /// Pairs the configurations of two sides.
  ///
  /// - Parameters:
  ///   - sides: what they are called, and their rows.
  ///   - names: the metrics to compare; nil for the usual.
  ///   - test: how chance is judged.
  ///   - chosen: facts that the sides were chosen by, which may differ.
  /// - Throws: ``Diagnostics`` where a unit does not convert.
  package init(
    _ sides: [(name: String, input: ReportInput)], metrics names: [String]?,
    test: ComparedNumbers.Test, chosen: Set<String>
  ) throws(Diagnostics) {
    first = sides[0].name
    second = sides[1].name
    self.test = test
    let boundary = sides[0].input.rows.count
    self.boundary = boundary
    let input = sides[0].input.followed(by: sides[1].input)
    self.input = input
    let repeats = Set(sides.compactMap(\.input.repeatParameter))
    let columns = input.parameters.filter { !repeats.contains($0.name) }
    let roles = columns.map { PairRole($0, boundary: boundary) }
    let keys = zip(columns, roles).filter { $1 == .key }.map(\.0)
    parameters = keys.map(\.name)
    let groups = Comparison.groups(input, by: keys, boundary: boundary)
    let pairs = groups.filter { !$0.first.isEmpty && !$0.second.isEmpty }
    self.pairs = pairs
    onlyFirst = groups.filter { $0.second.isEmpty }.map(\.values)
    onlySecond = groups.filter { $0.first.isEmpty }.map(\.values)
    let differing = zip(columns, roles).filter { $1 == .side }.map(\.0)
    remarks = Comparison.remarks(differing, input: input, boundary: boundary, repeats: repeats)
    let compared = pairs.flatMap { $0.first + $0.second }.filter { input.rows[$0].isDone }
    warnings =
      input.warnings
      + FactDifferences(input, rows: compared, boundary: boundary, chosen: chosen).warnings
    let choice = MetricChoice(input)
    guard let names else {
      metrics = choice.standard(over: compared)
      return
    }
    for name in names { try add(metric: ReportSpec.Metric(name)) }
  }

  /// Returns a metric, also one that is not shown; one that no row has is there without values.
  func metric(_ wish: ReportSpec.Metric) throws(Diagnostics) -> ReportMetric {
    var unused: [String] = []
    return try ReportNames(input).metric(wish, MetricChoice(input), &unused)
  }

  private mutating func add(metric wish: ReportSpec.Metric) throws(Diagnostics) {
    metrics.append(try ReportNames(input).metric(wish, MetricChoice(input), &warnings))
  }

  /// Compares one metric of one configuration.
  func numbers(of metric: ReportMetric, _ pair: Pair) -> ComparedNumbers {
    func statistics(_ rows: [Int]) -> Statistics? {
      Statistics(rows.lazy.filter { input.rows[$0].isDone }.map { metric.values[$0] })
    }
    return ComparedNumbers(
      statistics(pair.first), statistics(pair.second), test, goal: metric.likelyGoal)
  }

  /// `model=mlp, epochs=4`, or what stands for the only configuration.
  func name(_ values: [String]) -> String {
    guard !parameters.isEmpty else { return "all" }
    return zip(parameters, values).map { "\($0)=\($1)" }.joined(separator: ", ")
  }

  private static func groups(
    _ input: ReportInput, by keys: [ParameterColumn], boundary: Int
  ) -> [Pair] {
    var places: [[Int32]: Int] = [:]
    var found: [(first: [Int], second: [Int])] = []
    for row in input.rows.indices {
      let key = keys.map { $0.codes[row] }
      let place = places[key] ?? found.count
      if place == found.count {
        places[key] = place
        found.append(([], []))
      }
      if row < boundary { found[place].first.append(row) } else { found[place].second.append(row) }
    }
    return found.map { group in
      let row = group.first.first ?? group.second.first ?? 0
      return Pair(
        values: keys.map { $0[row] ?? "" }, first: group.first, second: group.second)
    }
  }

  private static func remarks(
    _ differing: [ParameterColumn], input: ReportInput, boundary: Int, repeats: Set<String>
  ) -> [String] {
    var remarks = differing.map { column in
      "\(column.name) is \(column[0] ?? "not there") in A and \(column[boundary] ?? "not there") in B."
    }
    let over = repeats.sorted().joined(separator: " and ")
    remarks.append(
      "Numbers are mean ± sample standard deviation" + (over.isEmpty ? "." : " over \(over)."))
    return remarks
  }
}

/// What a parameter does in a comparison.
private enum PairRole {
  /// It tells configurations apart, or is the same everywhere.
  case key
  /// It has one value on each side, and is what the sides differ in.
  case side

  init(_ column: ParameterColumn, boundary: Int) {
    let first = Set(column.codes[..<boundary])
    let second = Set(column.codes[boundary...])
    self = first.count == 1 && second.count == 1 && first != second ? .side : .key
  }
}
