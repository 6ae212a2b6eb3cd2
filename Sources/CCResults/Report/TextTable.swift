/// Aligned columns under a header; columns of numbers stand to the right.
package struct TextTable {
  private let header: [String]
  private let rows: [[String]]

  package init(header: [String], rows: [[String]]) {
    self.header = header.map(DisplayWidth.printable)
    self.rows = rows.map { $0.map(DisplayWidth.printable) }
  }

  /// The header and the rows, a line each.
  package var text: String {
    let columns = header.indices.map { column in
      (
        width: rows.reduce(DisplayWidth.of(header[column])) {
          max($0, DisplayWidth.of($1[column]))
        },
        isNumeric: isNumeric(column)
      )
    }
    var text = ""
    for row in [header] + rows {
      var line = ""
      for (index, cell) in row.enumerated() {
        if index > 0 { line += "  " }
        let blanks = columns[index].width - DisplayWidth.of(cell)
        let pad = String(repeating: " ", count: max(0, blanks))
        line += columns[index].isNumeric ? pad + cell : cell + pad
      }
      while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  private func isNumeric(_ column: Int) -> Bool {
    rows.allSatisfy { row in
      row[column].isEmpty
        || row[column].utf8.first.map { "0123456789+-.".utf8.contains($0) } == true
          && Double(row[column]) != nil
    }
  }
}
