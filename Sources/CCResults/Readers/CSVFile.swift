internal import EECore

/// Reads a file of CSV with a header: each column of numbers is a series, its steps by `step` or
/// `epoch` where there is such a column; one row alone has values and no series.
///
/// - Shape: RFC 4180, with commas, or semicolons or tabs where the header has no comma; lines that
///   begin with `#` are passed over. What is no number in a cell is a gap.
/// - Cost: one pass, memory for one row and what was found.
struct CSVFile: ChunkReader {
  private static let longestCell = 1 << 16

  /// Those of the declared results that stand in it.
  let results: [ResultSpec]
  /// Whether all columns count, not only what is declared.
  let readsAll: Bool
  private var header: [String]?
  private var separator = UInt8(ascii: ",")
  private var row: [[UInt8]] = [[]]
  private var isQuoted = false
  private var wasQuote = false
  private var rowCount = 0
  private var table = MeasurementTable()
  private var found: [PickedValues]
  private var columns: [Int?] = []
  private var stepColumn: Int?

  init(_ results: [ResultSpec], readsAll: Bool) {
    self.results = results
    self.readsAll = readsAll
    found = results.map { PickedValues($0.pick) }
  }

  mutating func consume(_ chunk: UnsafeRawBufferPointer) { for byte in chunk { take(byte) } }

  private mutating func take(_ byte: UInt8) {
    let quote = UInt8(ascii: "\"")
    if isQuoted {
      if byte == quote {
        isQuoted = false
        wasQuote = true
      } else {
        append(byte)
      }
      return
    }
    defer { wasQuote = false }
    switch byte {
    case quote:
      // Two of them within quotes are one; elsewhere it opens a cell.
      if wasQuote { append(quote) }
      isQuoted = true
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): endRow()
    case separator where header != nil || separator == UInt8(ascii: ","): row.append([])
    default: append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    guard row[row.count - 1].count < CSVFile.longestCell else { return }
    row[row.count - 1].append(byte)
  }

  private mutating func endRow() {
    let cells = row
    row = [[]]
    guard cells.count > 1 || !(cells[0].isEmpty || cells[0].allSatisfy(LogText.isBlank)) else {
      return
    }
    guard cells[0].first != UInt8(ascii: "#") else { return }
    guard let header else { return begin(cells) }
    rowCount += 1
    func text(_ column: Int?) -> String? {
      guard let column, column < cells.count else { return nil }
      return CSVFile.text(cells[column])
    }
    let step = text(stepColumn).flatMap { LogText.number($0) }.flatMap { Int(exactly: $0) }
    for (index, column) in columns.enumerated() where column != nil {
      found[index].add(text(column).flatMap { LogText.number($0) }, step: step)
    }
    guard readsAll else { return }
    for (column, name) in header.enumerated() where column != stepColumn && !name.isEmpty {
      guard let cell = text(column), let value = LogText.number(cell) else { continue }
      table.record(name, value, unit: nil, step: step ?? rowCount)
    }
  }

  private mutating func begin(_ cells: [[UInt8]]) {
    var names = cells.map(CSVFile.text)
    if names.count == 1, let only = names.first {
      for other in [";", "\t"] where only.contains(other) {
        separator = other.utf8.first ?? separator
        names = only.split(separator: Character(other), omittingEmptySubsequences: false)
          .map { CSVFile.text(Array($0.utf8)) }
        break
      }
    }
    header = names
    stepColumn =
      ["step", "epoch"].lazy.compactMap { name in
        names.firstIndex { $0.lowercased() == name }
      }.first
    columns = results.map { result in
      guard case .column(let name) = result.source else { return nil }
      return names.firstIndex(of: name)
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    var slice = bytes[...].drop(while: LogText.isBlank)
    while let last = slice.last, LogText.isBlank(last) { slice = slice.dropLast() }
    // A mark that some editors begin a file with.
    if slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice = slice.dropFirst(3) }
    return LogText.text(slice)
  }

  mutating func finish() -> FileReading {
    endRow()
    var reading = FileReading()
    for (index, result) in results.enumerated() {
      if header != nil, columns[index] == nil, case .column(let name) = result.source {
        reading.problems.append("has no column '\(name)'")
      }
      reading.results[result.name] = found[index]
    }
    // A single row is no history.
    reading.measurements = table.measurements.filter { rowCount > 1 || $0.step == nil }
    reading.omitted = table.omitted
    return reading
  }
}
