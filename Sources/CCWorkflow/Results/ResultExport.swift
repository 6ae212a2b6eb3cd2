package import CampaignStore
internal import EECore

/// Tables of a database for other programs, written row by row.
///
/// - Cost: memory does not depend on how many rows there are.
package struct ResultExport {
  package enum Format: String, Sendable, CaseIterable {
    case csv
    case json
  }

  private let store: CampaignStore
  private let run: String?
  private let buffer: ExportBuffer
  private let format: any ExportFormat
  private let isJSON: Bool

  /// Makes an export of one run, or of all; what it writes is handed to `write` piece by piece.
  package init(
    _ store: CampaignStore, run: String?, as format: Format,
    _ write: @escaping (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    self.store = store
    self.run = run
    buffer = ExportBuffer(write)
    isJSON = format == .json
    self.format = isJSON ? JSONExport(buffer) : CSVExport(buffer)
  }

  /// Writes one table; a wide one has parameters, values and timers of each attempt as columns.
  package func write(_ table: CampaignStore.ExportTable, isWide: Bool = false) throws(StoreError) {
    if isJSON { buffer.append("{\"version\":1,\"table\":\"\(table.rawValue)\",\"rows\":") }
    try isWide ? writeWide() : writeRows(of: table)
    if isJSON { buffer.append("}\n") }
    buffer.flush()
  }

  /// Writes all tables as one value of JSON.
  package func writeAll() throws(StoreError) {
    buffer.append("{\"version\":1,\"tables\":{")
    for (place, table) in CampaignStore.ExportTable.allCases.enumerated() {
      if place > 0 { buffer.append(",") }
      buffer.append("\"\(table.rawValue)\":")
      try writeRows(of: table)
    }
    buffer.append("}}\n")
    buffer.flush()
  }

  private func writeRows(of table: CampaignStore.ExportTable) throws(StoreError) {
    format.begin(table.rawValue, store.columns(of: table), nil)
    try store.export(table, of: run) { format.write($0, nil) }
    format.end()
  }

  private func writeWide() throws(StoreError) {
    // The last column is that of the parameters, which become columns of their own.
    let columns = Array(store.columns(of: .results).dropLast())
    let names = try store.exportNames(of: run)
    format.begin(
      CampaignStore.ExportTable.results.rawValue, columns,
      ExportNames(
        parameters: names.parameters, metrics: names.metrics, timers: names.timers))
    try store.export(.results, of: run) { (row: Row) throws(StoreError) in
      let values = try store.exportValues(of: row.text(columns.count + 1))
      let parameters = row.optionalText(columns.count).flatMap { try? JSONParser.parse($0) }
      format.write(
        row,
        ExportValues(
          parameters: parameters?.members ?? [], metrics: values.metrics, timers: values.timers))
    }
    format.end()
  }
}

extension JSONValue {
  /// The entries of an object, in order; none of anything else.
  fileprivate var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }
}
