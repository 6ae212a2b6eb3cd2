extension Report {
  /// Returns every attempt as CSV: one row each, with its parameters, all metrics and all timers.
  ///
  /// - Shape: RFC 4180, lines end with CRLF. A parameter, metric or timer whose name is taken by
  ///   an earlier column has `parameter.`, `metric.` or `timer.` in front.
  package var csv: String {
    let parameters = parameterNames
    let metrics = Set(input.rows.flatMap(\.metrics.keys)).sorted()
    let timers = Set(input.rows.flatMap(\.timers.keys)).sorted()
    var titles = [
      "run", "node", "experiment", "uuid", "attempt", "state", "cause", "host", "exit_code",
      "seconds", "neighbours",
    ]
    titles += parameters.map { CSV.title($0, prefix: "parameter.", taken: titles) }
    titles += metrics.map { CSV.title($0, prefix: "metric.", taken: titles) }
    titles += timers.map { CSV.title("timer." + $0, prefix: "timer.", taken: titles) }
    let rows = input.rows.map { row in
      fixedCells(row) + parameters.map { row.value(of: $0) ?? "" }
        + metrics.map { row.metrics[$0].map(NumberFormat.exact) ?? "" }
        + timers.map { row.timers[$0].map(NumberFormat.exact) ?? "" }
    }
    return ([titles] + rows).map(CSV.line).joined()
  }

  private var parameterNames: [String] {
    var names = input.parameters
    for parameter in input.rows.lazy.flatMap(\.parameters) where !names.contains(parameter.name) {
      names.append(parameter.name)
    }
    return names
  }

  private func fixedCells(_ row: ResultRow) -> [String] {
    [
      row.run, row.node, row.experiment ?? "", row.uuid ?? "", "\(row.attempt)", row.state,
      row.cause ?? "", row.host ?? "", row.exitCode.map { "\($0)" } ?? "",
      row.seconds.map(NumberFormat.exact) ?? "", row.neighbours.map { "\($0)" } ?? "",
    ]
  }
}

/// Lines of CSV.
private enum CSV {
  static func title(_ name: String, prefix: String, taken: [String]) -> String {
    taken.contains(name) ? title(prefix + name, prefix: prefix, taken: taken) : name
  }

  static func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains { byte in
      byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes else { return cell }
    // Scalars, because a quote may carry a combining mark and be another character then.
    let scalars = cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
    return "\"" + scalars.joined() + "\""
  }
}
