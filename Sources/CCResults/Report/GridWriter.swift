/// Writes a table in the `psql` grid that the originals print.
///
/// - Shape: Nothing is dropped for width: titles and words wrap first, then the table is parted
///   into several with the key columns in each. Only a column that cannot wrap is ever wider.
struct GridWriter {
  private let table: ReportTable
  private let width: Int

  init(_ table: ReportTable, width: Int) {
    self.table = ReportTable(
      columns: table.columns.map {
        ReportTable.Column(
          title: DisplayWidth.printable($0.title), isNumeric: $0.isNumeric, isKey: $0.isKey)
      }, rows: table.rows.map { $0.map(DisplayWidth.printable) })
    self.width = width
  }

  var lines: [String] {
    let parts = parts(of: Array(table.columns.indices))
    return Array(parts.map(grid).joined(separator: [""]))
  }

  /// Columns cannot be narrower than this: numbers never wrap, words down to twelve columns.
  private func narrowest(_ column: Int) -> Int {
    let title = DisplayWidth.of(table.columns[column].title)
    let cells = table.rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
    return table.columns[column].isNumeric
      ? max(min(title, 8), cells) : min(max(title, cells), 12)
  }

  private func natural(_ column: Int) -> Int {
    let cells = table.rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
    return max(DisplayWidth.of(table.columns[column].title), cells)
  }

  private func total(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }

  /// Parts the columns so that each part fits.
  private func parts(of columns: [Int]) -> [[Int]] {
    let keys = columns.filter { table.columns[$0].isKey }
    var parts: [[Int]] = []
    var part = keys
    for column in columns where !table.columns[column].isKey {
      if part.count > keys.count, total((part + [column]).map(narrowest)) > width {
        parts.append(part)
        part = keys
      }
      part.append(column)
    }
    return parts + [part]
  }

  /// Takes width from the widest columns until the part fits or nothing gives way.
  private func widths(of columns: [Int]) -> [Int] {
    var widths = columns.map(natural)
    while total(widths) > width {
      let wide = widths.indices.filter { widths[$0] > narrowest(columns[$0]) }
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
    let rows = table.rows.flatMap { row in
      lines(columns.map { row[$0] }, columns: columns, widths: widths)
    }
    return [frame] + lines(titles, columns: columns, widths: widths) + ["|" + bars + "|"] + rows
      + [frame]
  }

  private func lines(_ cells: [String], columns: [Int], widths: [Int]) -> [String] {
    let wrapped = zip(cells, widths).map { DisplayWidth.wrapped($0, to: $1) }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { line in
      let texts = columns.indices.map { index in
        let text = line < wrapped[index].count ? wrapped[index][line] : ""
        let pad = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(text)))
        return table.columns[columns[index]].isNumeric ? pad + text : text + pad
      }
      return "| " + texts.joined(separator: " | ") + " |"
    }
  }
}
