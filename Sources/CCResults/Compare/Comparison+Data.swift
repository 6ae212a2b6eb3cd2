internal import EECore

// For programs: the columns and keys are promised.
extension Comparison {
  /// Returns a row for each metric and configuration, as CSV (RFC 4180).
  package var csv: String {
    let titles =
      ["metric", "unit"] + parameters.map { "parameter." + $0 } + [
        "n_a", "mean_a", "sd_a", "n_b", "mean_b", "sd_b", "difference", "change", "ci_low",
        "ci_high", "p", "verdict",
      ]
    var lines = [titles]
    for metric in metrics {
      for pair in pairs {
        let numbers = numbers(of: metric, pair)
        let values: [Double?] = [
          numbers.difference, numbers.change, numbers.interval?.lowerBound,
          numbers.interval?.upperBound, numbers.p,
        ]
        lines.append(
          [metric.name, metric.unit ?? ""] + pair.values + Self.cells(numbers.first)
            + Self.cells(numbers.second) + values.map { $0.map(NumberFormat.exact) ?? "" }
            + [numbers.verdict.rawValue])
      }
    }
    return lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cells(_ statistics: Statistics?) -> [String] {
    guard let statistics else { return ["0", "", ""] }
    return [
      "\(statistics.count)", NumberFormat.exact(statistics.mean),
      statistics.sd.map(NumberFormat.exact) ?? "",
    ]
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return cell }
    let scalars = cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
    return "\"" + scalars.joined() + "\""
  }

  /// Returns the comparison and what became of gates as one value of JSON, version 1.
  package func json(gates: [(gate: String, reasons: [String])]) -> String {
    let texts = { (list: [String]) in JSONValue.array(list.map(JSONValue.string)) }
    let value = JSONValue.object([
      .init("version", .int(1)), .init("a", .string(first)), .init("b", .string(second)),
      .init("test", .string(test.rawValue)),
      .init("metrics", .array(metrics.map(json))),
      .init("only_a", .array(onlyFirst.map(parameters))),
      .init("only_b", .array(onlySecond.map(parameters))),
      .init("warnings", texts(warnings)),
      .init(
        "gates",
        .array(
          gates.map { gate in
            .object([
              .init("gate", .string(gate.gate)), .init("tripped", .bool(!gate.reasons.isEmpty)),
              .init("reasons", texts(gate.reasons)),
            ])
          })),
    ])
    return JSONWriter.text(value) + "\n"
  }

  private func parameters(_ values: [String]) -> JSONValue {
    .object(zip(parameters, values).map { .init($0, .string($1)) })
  }

  private func json(_ metric: ReportMetric) -> JSONValue {
    .object([
      .init("name", .string(metric.name)), .init("unit", .optional(metric.unit)),
      .init("goal", .optional(metric.likelyGoal?.rawValue)),
      .init(
        "configurations",
        .array(
          pairs.map { pair in
            let numbers = numbers(of: metric, pair)
            return .object([
              .init("parameters", parameters(pair.values)),
              .init("a", Self.json(numbers.first)), .init("b", Self.json(numbers.second)),
              .init("difference", Self.json(numbers.difference)),
              .init("change", Self.json(numbers.change)),
              .init(
                "interval",
                numbers.interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) }
                  ?? .null),
              .init("p", Self.json(numbers.p)), .init("verdict", .string(numbers.verdict.rawValue)),
            ])
          })),
    ])
  }

  private static func json(_ number: Double?) -> JSONValue { number.map(JSONValue.double) ?? .null }

  private static func json(_ statistics: Statistics?) -> JSONValue {
    guard let statistics else { return .null }
    return .object([
      .init("n", .int(statistics.count)), .init("mean", .double(statistics.mean)),
      .init("sd", json(statistics.sd)),
    ])
  }
}
