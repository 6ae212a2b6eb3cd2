// Tables for other programs: long ones, a row for each thing, with columns that stay.
extension CampaignStore {
  /// A table that can be exported.
  package enum ExportTable: String, Sendable, CaseIterable {
    /// A row for each attempt.
    case results
    /// A row for each measured value.
    case metrics
    /// A row for each timed section.
    case timers
    /// A row for each experiment.
    case experiments
    /// A row for each event, in order.
    case events
  }

  /// A column of such a table.
  package struct ExportColumn: Hashable, Sendable {
    package let name: String
    /// Whether its texts are JSON.
    package let isJSON: Bool
    let sql: String

    init(_ name: String, _ sql: String, isJSON: Bool = false) {
      self.name = name
      self.sql = sql
      self.isJSON = isJSON
    }
  }

  /// The promised columns of a table; behind them stands the identifier of the attempt, in
  /// `results`.
  package func columns(of table: ExportTable) -> [ExportColumn] {
    let place = [
      ExportColumn("run", "n.run"), ExportColumn("node", "n.name"),
      ExportColumn("attempt", "a.number"),
    ]
    switch table {
    case .results: return resultColumns
    case .metrics:
      return place
        + ["name", "value", "unit", "step"].map { ExportColumn($0, "m." + $0) }
    case .timers:
      return place
        + ["name", "seconds", "status", "started"].map { ExportColumn($0, "t." + $0) }
    case .experiments:
      return ["campaign", "point", "identifier", "uuid"].map { ExportColumn($0, "e." + $0) }
        + [ExportColumn("parameters", "e.parameters", isJSON: true)]
    case .events:
      return ["time", "run", "node"].map { ExportColumn($0, "v." + $0) } + [place[2]]
        + ["event", "detail"].map { ExportColumn($0, "v." + $0) }
    }
  }

  private var resultColumns: [ExportColumn] {
    let origin =
      version < 6
      ? "NULL" : "(SELECT group_concat(DISTINCT o.database) FROM origins o WHERE o.run = n.run)"
    func since(_ first: Int, _ column: String) -> String { version < first ? "NULL" : column }
    return [
      ExportColumn("workflow", "r.workflow"), ExportColumn("run", "n.run"),
      ExportColumn("origin", origin), ExportColumn("node", "n.name"),
      ExportColumn("attempt", "a.number"),
    ]
      + [
        "state", "cause", "host", "gpu", "exit_code", "submitted", "started", "ended", "seconds",
      ].map { ExportColumn($0, "a." + $0) } + [
        ExportColumn("cpu_seconds", since(4, "a.cpu_seconds")),
        ExportColumn("peak_memory", since(4, "a.peak_memory")),
        ExportColumn("experiment", "e.identifier"), ExportColumn("uuid", "n.uuid"),
        ExportColumn("parameters", "coalesce(e.parameters, \(parametersColumn))", isJSON: true),
      ]
  }

  private func source(of table: ExportTable) -> String {
    let wanted = "WHERE (?1 IS NULL OR n.run = ?1)"
    switch table {
    case .results:
      return """
        FROM nodes n JOIN attempts a ON a.node = n.id JOIN runs r ON r.id = n.run
        LEFT JOIN experiments e ON e.id = coalesce(
          (SELECT min(x.id) FROM experiments x
            WHERE x.identifier = substr(n.name, length(n."group") + 2) AND x.uuid = n.uuid),
          (SELECT min(x.id) FROM experiments x WHERE x.uuid = n.uuid))
        \(wanted) ORDER BY n.id, a.number
        """
    case .metrics:
      return "FROM measurements m JOIN attempts a ON a.id = m.attempt "
        + "JOIN nodes n ON n.id = a.node \(wanted) ORDER BY m.rowid"
    case .timers:
      return "FROM timers t JOIN attempts a ON a.id = t.attempt "
        + "JOIN nodes n ON n.id = a.node \(wanted) ORDER BY t.rowid"
    case .experiments:
      return """
        FROM experiments e WHERE ?1 IS NULL OR e.uuid IN (
          SELECT uuid FROM nodes WHERE run = ?1) ORDER BY e.campaign, e.point, e.id
        """
    case .events:
      return "FROM events v LEFT JOIN attempts a ON a.id = v.attempt "
        + "WHERE ?1 IS NULL OR v.run = ?1 ORDER BY v.id"
    }
  }

  /// Hands out the rows of a table, of one run or of all.
  ///
  /// - Cost: memory does not depend on how many there are.
  package func export(
    _ table: ExportTable, of run: String?, _ body: (Row) throws(StoreError) -> Void
  ) throws(StoreError) {
    let columns = columns(of: table).map(\.sql) + (table == .results ? ["a.id"] : [])
    try connection.query(
      "SELECT \(columns.joined(separator: ", ")) \(source(of: table))", [SQLValue(run)], body)
  }
}

// What attempts measured, as columns.
extension CampaignStore {
  /// Returns the names of the parameters, values and timers of attempts, of one run or of all.
  package func exportNames(
    of run: String?
  ) throws(StoreError) -> (parameters: [String], metrics: [String], timers: [String]) {
    let parameters = columns(of: .results).last?.sql ?? "NULL"
    func names(_ table: String, _ condition: String) throws(StoreError) -> [String] {
      try connection.rows(
        """
        SELECT DISTINCT x.name FROM \(table) x WHERE \(condition) AND (?1 IS NULL OR x.attempt IN (
          SELECT a.id FROM nodes n JOIN attempts a ON a.node = n.id WHERE n.run = ?1))
        ORDER BY x.name
        """, [SQLValue(run)]
      ) { $0.text(0) }
    }
    return (
      try connection.rows(
        """
        SELECT DISTINCT j.key FROM (SELECT \(parameters) AS parameters \(source(of: .results))) q
        JOIN json_each(coalesce(q.parameters, '{}')) j
        """, [SQLValue(run)]
      ) { $0.text(0) }, try names("measurements", "x.step IS NULL"), try names("timers", "1")
    )
  }

  /// Returns the values that stand for an attempt, and its timers; the last of a name counts.
  package func exportValues(
    of attempt: String
  ) throws(StoreError) -> (metrics: [String: Double], timers: [String: Double]) {
    var metrics: [String: Double] = [:]
    var timers: [String: Double] = [:]
    try connection.query(
      "SELECT name, value FROM measurements WHERE attempt = ? AND step IS NULL ORDER BY rowid",
      [.text(attempt)]
    ) { metrics[$0.text(0)] = $0.optionalDouble(1) }
    try connection.query(
      "SELECT name, seconds FROM timers WHERE attempt = ? ORDER BY rowid", [.text(attempt)]
    ) { timers[$0.text(0)] = $0.optionalDouble(1) }
    return (metrics, timers)
  }
}
