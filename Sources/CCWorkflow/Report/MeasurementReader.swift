internal import CCResults
internal import CampaignStore
internal import EECore

/// Reads measured values of a run into columns.
///
/// - Cost: one pass over the table in the order it was written, where the values of an attempt
///   stand together, so that most names and attempts are known without a look-up.
struct MeasurementReader {
  private let store: CampaignStore
  private let runs: [String]
  private let attempts: [String?]

  /// - Parameters:
  ///   - store: the database.
  ///   - runs: whose values.
  ///   - attempts: the attempt of each row.
  init(_ store: CampaignStore, runs: [String], attempts: [String?]) {
    self.store = store
    self.runs = runs
    self.attempts = attempts
  }

  /// Returns the values that stand for attempts: metrics, then timers, by name.
  func numbers() throws(StoreError) -> [ValueColumn] {
    var places: [String: Int] = [:]
    places.reserveCapacity(attempts.count)
    for (row, attempt) in attempts.enumerated() {
      if let attempt { places[attempt] = row }
    }
    guard !places.isEmpty else { return [] }
    var metrics = NumberColumns(.metric, rows: places, count: attempts.count)
    try scan("measurements", "name, value, unit", "step IS NULL") { metrics.add($0) }
    var timers = NumberColumns(.timer, rows: places, count: attempts.count)
    try scan("timers", "name, seconds, NULL", "true") { timers.add($0) }
    return metrics.sorted + timers.sorted
  }

  /// Returns the names of what was measured step by step.
  func seriesNames() throws(StoreError) -> [String] {
    var names: Set<String> = []
    var last: [UInt8] = []
    try scan("measurements", "name", "step IS NOT NULL") { row in
      let name = row.lent(1)
      guard !name.elementsEqual(last) else { return }
      last = Array(name)
      names.insert(row.text(1))
    }
    return names.sorted()
  }

  /// Returns series of some rows, in the order measured.
  func series(_ names: [String], of rows: [Int]) throws(StoreError) -> [SeriesColumn] {
    guard !names.isEmpty else { return [] }
    let list = JSONWriter.text(.array(names.map(JSONValue.string)))
    var columns = names.map { SeriesColumn($0) }
    for row in rows {
      guard let attempt = attempts[row] else { continue }
      try store.connection.query(
        """
        SELECT name, step, value FROM measurements WHERE attempt = ? AND step IS NOT NULL
          AND name IN (SELECT value FROM json_each(?)) ORDER BY rowid
        """, [.text(attempt), .text(list)]
      ) { (found: Row) throws(StoreError) in
        guard let place = names.firstIndex(of: found.text(0)) else { return }
        let point = SeriesPoint(step: found.int(1), value: found.optionalDouble(2) ?? .nan)
        columns[place].points[row, default: []].append(point)
      }
    }
    return columns
  }

  /// Goes through a table, or by its index where the run has few of all attempts.
  private func scan(
    _ table: String, _ columns: String, _ condition: String, _ body: (Row) -> Void
  ) throws(StoreError) {
    let all = try store.connection.rows("SELECT count(*) FROM attempts") { $0.int(0) }.first ?? 0
    let isMost = attempts.count * 4 >= all
    let source =
      isMost
      ? "\(table) m WHERE \(condition) ORDER BY m.rowid"
      : """
      nodes n CROSS JOIN attempts a ON a.node = n.id CROSS JOIN \(table) m ON m.attempt = a.id
        WHERE n.run IN (SELECT value FROM json_each(?)) AND \(condition)
      """
    try store.connection.query(
      "SELECT m.attempt, \(columns) FROM \(source)",
      isMost ? [] : [.text(JSONWriter.text(.array(runs.map(JSONValue.string))))]
    ) { (row: Row) throws(StoreError) in body(row) }
  }
}

/// Columns that grow value by value.
private struct NumberColumns {
  private struct Column {
    let name: [UInt8]
    let unit: [UInt8]
    var values: ValueColumn
    /// The column whose value came after the last one of this.
    var next = 0
  }

  private let kind: ValueColumn.Kind
  private let rows: [String: Int]
  private let count: Int
  private var columns: [Column] = []
  private var places: [String: Int] = [:]
  private var lastAttempt: [UInt8] = []
  private var lastRow: Int?
  private var lastColumn = 0

  init(_ kind: ValueColumn.Kind, rows: [String: Int], count: Int) {
    self.kind = kind
    self.rows = rows
    self.count = count
  }

  /// By name; those of one name in order of appearance.
  var sorted: [ValueColumn] {
    columns.map(\.values).enumerated()
      .sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }.map(\.element)
  }

  /// Takes attempt, name, value and unit; of several values with one name the last counts.
  mutating func add(_ row: Row) {
    let attempt = row.lent(0)
    if !attempt.elementsEqual(lastAttempt) {
      lastAttempt = Array(attempt)
      lastRow = rows[row.text(0)]
    }
    guard let lastRow, let value = row.optionalDouble(2) else { return }
    let place = place(of: row)
    if !columns.isEmpty { columns[lastColumn].next = place }
    lastColumn = place
    columns[place].values.set(value, row: lastRow)
  }

  private mutating func place(of row: Row) -> Int {
    let (name, unit) = (row.lent(1), row.lent(3))
    if !columns.isEmpty {
      let guess = columns[lastColumn].next
      if name.elementsEqual(columns[guess].name), unit.elementsEqual(columns[guess].unit) {
        return guess
      }
    }
    let key = row.text(1) + "\u{0}" + row.text(3)
    if let place = places[key] { return place }
    places[key] = columns.count
    var values = ValueColumn(kind, row.text(1), unit: row.optionalText(3))
    values.pad(to: count)
    columns.append(Column(name: Array(name), unit: Array(unit), values: values))
    return columns.count - 1
  }
}
