internal import CampaignStore
internal import EECore

/// How rows are written.
protocol ExportFormat {
  /// Begins a table; `wide` is what its rows have besides the columns.
  func begin(_ table: String, _ columns: [CampaignStore.ExportColumn], _ wide: ExportNames?)
  /// Writes a row, with values besides where the table is wide.
  func write(_ row: Row, _ values: ExportValues?)
  func end()
}

/// The columns of a wide table: parameters, values and timers.
struct ExportNames {
  let parameters: [String]
  let metrics: [String]
  let timers: [String]
}

/// What a row of a wide table has in them.
struct ExportValues {
  let parameters: [JSONValue.Member]
  let metrics: [String: Double]
  let timers: [String: Double]
}
