/// The parameters of a report: which vary, and their values in order of appearance.
struct ReportAxes {
  let names: [String]
  let constants: [NamedText]
  private let ranks: [[String: Int]]

  init(_ input: ReportInput, experiments: [ResultRow]) {
    var parameters = input.parameters
    for parameter in experiments.lazy.flatMap(\.parameters)
    where !parameters.contains(parameter.name) {
      parameters.append(parameter.name)
    }
    var names: [String] = []
    var ranks: [[String: Int]] = []
    var constants: [NamedText] = []
    for name in parameters where name != input.repeatParameter {
      let values = ReportAxes.distinct(experiments.map { $0.value(of: name) ?? "" })
      if values.count > 1 {
        names.append(name)
        ranks.append(Dictionary(uniqueKeysWithValues: zip(values, 0...)))
      } else if let value = values.first {
        constants.append(NamedText(name, value))
      }
    }
    self.names = names
    self.ranks = ranks
    self.constants = constants
  }

  func groups(of experiments: [ResultRow]) -> [ReportGroup] {
    var rows: [[String]: [ResultRow]] = [:]
    for row in experiments { rows[names.map { row.value(of: $0) ?? "" }, default: []].append(row) }
    return rows.map { ReportGroup(values: $0.key, rows: $0.value) }
      .sorted { rank($0.values).lexicographicallyPrecedes(rank($1.values)) }
  }

  private func rank(_ values: [String]) -> [Int] {
    zip(values, ranks).map { value, ranks in ranks[value] ?? 0 }
  }

  private static func distinct(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
