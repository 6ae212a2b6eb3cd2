package import CampaignStore
package import EECore

/// What the attempts of a run measured: of each name the value that stands for it.
package struct ResultValues {
  private struct Value {
    let node: String
    let attempt: Int
    let state: String
    let name: String
    let value: Double
    let unit: String?
  }

  private let run: RunRecord
  private let values: [Value]

  /// Reads those of the nodes that some pattern matches; of all where there is none.
  package init(
    of run: RunRecord, in store: CampaignStore, _ patterns: [NodePattern]
  ) throws(StoreError) {
    self.run = run
    values = try store.connection.rows(
      """
      SELECT n.name, a.number, a.state, m.name, m.value, m.unit
      FROM nodes n JOIN attempts a ON a.node = n.id JOIN measurements m ON m.attempt = a.id
      WHERE n.run = ? AND n.present AND m.step IS NULL ORDER BY n.id, a.number, m.rowid
      """, [.text(run.id)]
    ) {
      Value(
        node: $0.text(0), attempt: $0.int(1), state: $0.text(2), name: $0.text(3),
        value: $0.optionalDouble(4) ?? 0, unit: $0.optionalText(5))
    }.filter { value in patterns.isEmpty || patterns.contains { $0.matches(value.node) } }
  }

  /// A table for a terminal.
  package var text: String {
    guard !values.isEmpty else { return "nothing was measured\n" }
    let rows =
      [["node", "attempt", "state", "name", "value", "unit"]]
      + values.map {
        [$0.node, "\($0.attempt)", $0.state, $0.name, Self.text($0.value), $0.unit ?? ""]
      }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// Version 1.
  package var json: JSONValue {
    .object([
      .init("version", .int(1)), .init("run", .string(run.id)),
      .init("workflow", .string(run.workflow)),
      .init(
        "values",
        .array(
          values.map {
            .object([
              .init("node", .string($0.node)), .init("attempt", .int($0.attempt)),
              .init("state", .string($0.state)), .init("name", .string($0.name)),
              .init("value", .double($0.value)), .init("unit", .optional($0.unit)),
            ])
          })),
    ])
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }
}
