internal import EECore

extension Report {
  /// Returns every attempt as CSV: one row each, with its parameters, all metrics and all timers.
  ///
  /// - Shape: RFC 4180, lines end with CRLF. A parameter, metric or timer whose name is taken by
  ///   an earlier column has `parameter.`, `metric.` or `timer.` in front.
  package var csv: String {
    let metrics = columns(.metric)
    let timers = columns(.timer)
    var titles = [
      "run", "node", "experiment", "uuid", "attempt", "state", "cause", "host", "exit_code",
      "seconds", "neighbours",
    ]
    titles += input.parameters.map { CSV.title($0.name, prefix: "parameter.", taken: titles) }
    titles += metrics.map { CSV.title($0.name, prefix: "metric.", taken: titles) }
    titles += timers.map { CSV.title("timer." + $0.name, prefix: "timer.", taken: titles) }
    var csv = ByteWriter(capacity: 1 << 20)
    CSV.append(titles, to: &csv)
    let parameters = input.parameters.map { column in
      (codes: column.codes, cells: column.values.map(CSV.quoted))
    }
    for (index, row) in input.rows.enumerated() {
      append(row, to: &csv)
      for column in parameters {
        csv.append(UInt8(ascii: ","))
        let code = column.codes[index]
        if code >= 0 { csv.append(column.cells[Int(code)]) }
      }
      for column in metrics { CSV.append(column.values[index], to: &csv) }
      for column in timers { CSV.append(column.values[index], to: &csv) }
      csv.append("\r\n")
    }
    return csv.text
  }

  private func columns(_ kind: ValueColumn.Kind) -> [ValueColumn] {
    input.numbers.filter { $0.kind == kind && $0.hasValues }.sorted { $0.name < $1.name }
  }

  private func append(_ row: ResultRow, to csv: inout ByteWriter) {
    for text in [row.run, row.node, row.experiment ?? "", row.uuid ?? ""] {
      csv.append(CSV.quoted(text))
      csv.append(UInt8(ascii: ","))
    }
    csv.append(Int64(row.attempt))
    for text in [row.state, row.cause ?? "", row.host ?? ""] {
      csv.append(UInt8(ascii: ","))
      csv.append(CSV.quoted(text))
    }
    csv.append(UInt8(ascii: ","))
    if let code = row.exitCode { csv.append(Int64(code)) }
    CSV.append(row.seconds ?? .nan, to: &csv)
    csv.append(UInt8(ascii: ","))
    if let neighbours = row.neighbours { csv.append(Int64(neighbours)) }
  }
}

/// Lines of CSV.
private enum CSV {
  static func title(_ name: String, prefix: String, taken: [String]) -> String {
    taken.contains(name) ? title(prefix + name, prefix: prefix, taken: taken) : name
  }

  static func append(_ cells: [String], to csv: inout ByteWriter) {
    csv.append(cells.map(quoted).joined(separator: ",") + "\r\n")
  }

  /// Appends a comma and a number, or nothing where it is none.
  static func append(_ value: Double, to csv: inout ByteWriter) {
    csv.append(UInt8(ascii: ","))
    if value.isFinite { csv.append(NumberFormat.exact(value)) }
  }

  static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains { byte in
      byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes else { return cell }
    // Scalars, because a quote may carry a combining mark and be another character then.
    let scalars = cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
    return "\"" + scalars.joined() + "\""
  }
}
