/// Writes a table in the `psql` grid that the originals print.
///
/// - Shape: Nothing is dropped for width: titles and words wrap first, then the table is parted
///   into several with the key columns in each. Only a column that cannot wrap is ever wider.
struct GridWriter {
  private let table: ReportTable
  private let width: Int
  /// What a column takes where nothing wraps.
  private let natural: [Int]
  /// Columns cannot be narrower than this: numbers never wrap, words down to twelve columns.
  private let narrowest: [Int]

  init(_ table: ReportTable, width: Int) {
    let columns = table.columns.map {
      ReportTable.Column(
        title: DisplayWidth.printable($0.title), isNumeric: $0.isNumeric, isKey: $0.isKey)
    }
    let rows = table.rows.map { $0.map(DisplayWidth.printable) }
    self.table = ReportTable(columns: columns, rows: rows)
    self.width = width
    let titles = columns.map { DisplayWidth.of($0.title) }
    let cells = columns.indices.map { column in
      rows.reduce(0) { max($0, DisplayWidth.of($1[column])) }
    }
    natural = zip(titles, cells).map { max($0, $1) }
    narrowest = columns.indices.map { column in
      columns[column].isNumeric
        ? max(min(titles[column], 8), cells[column])
        : min(max(titles[column], cells[column]), 12)
    }
  }

  var lines: [String] {
    let parts = parts(of: Array(table.columns.indices))
    return Array(parts.map(grid).joined(separator: [""]))
  }

  private func total(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }

  /// Parts the columns so that each part fits.
  private func parts(of columns: [Int]) -> [[Int]] {
    let keys = columns.filter { table.columns[$0].isKey }
    var parts: [[Int]] = []
    var part = keys
    for column in columns where !table.columns[column].isKey {
      if part.count > keys.count, total((part + [column]).map { narrowest[$0] }) > width {
        parts.append(part)
        part = keys
      }
      part.append(column)
    }
    return parts + [part]
  }

  /// Takes width from the widest columns until the part fits or nothing gives way.
  private func widths(of columns: [Int]) -> [Int] {
    var widths = columns.map { natural[$0] }
    while total(widths) > width {
      let wide = widths.indices.filter { widths[$0] > narrowest[columns[$0]] }
      guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func grid(of columns: [Int]) -> [String] {
    let widths = widths(of: columns)
    let bars = widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+")
    let frame = "+" + bars + "+"
    let titles = columns.map { table.columns[$0].title }
    var text = [frame] + lines(titles, columns: columns, widths: widths) + ["|" + bars + "|"]
    for row in table.rows {
      text += lines(columns.map { row[$0] }, columns: columns, widths: widths)
    }
    return text + [frame]
  }

  private func lines(_ cells: [String], columns: [Int], widths: [Int]) -> [String] {
    let taken = cells.map { DisplayWidth.of($0) }
    if zip(taken, widths).allSatisfy({ $0 <= $1 }) {
      return [line(cells, taken: taken, columns: columns, widths: widths)]
    }
    let wrapped = zip(cells, widths).map { DisplayWidth.wrapped($0, to: $1) }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { line in
      let cells = wrapped.map { line < $0.count ? $0[line] : "" }
      return self.line(
        cells, taken: cells.map { DisplayWidth.of($0) }, columns: columns, widths: widths)
    }
  }

  private func line(
    _ cells: [String], taken: [Int], columns: [Int], widths: [Int]
  ) -> String {
    var line = "|"
    for (index, column) in columns.enumerated() {
      let pad = String(repeating: " ", count: max(0, widths[index] - taken[index]))
      line += " "
      line += table.columns[column].isNumeric ? pad + cells[index] : cells[index] + pad
      line += " |"
    }
    return line
  }
}
