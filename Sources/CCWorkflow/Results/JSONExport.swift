internal import CampaignStore
internal import EECore

/// Objects with the columns as keys, in arrays.
final class JSONExport: ExportFormat {
  private let buffer: ExportBuffer
  private var columns: [CampaignStore.ExportColumn] = []
  private var isFirst = true

  init(_ buffer: ExportBuffer) { self.buffer = buffer }

  func begin(_ table: String, _ columns: [CampaignStore.ExportColumn], _ wide: ExportNames?) {
    self.columns = columns
    isFirst = true
    buffer.append("[")
  }

  func write(_ row: Row, _ values: ExportValues?) {
    buffer.append(isFirst ? "\n{" : ",\n{")
    isFirst = false
    for (place, column) in columns.enumerated() {
      if place > 0 { buffer.append(",") }
      buffer.append(quoted: column.name)
      buffer.append(":")
      switch row.kind(place) {
      case .null: buffer.append("null")
      case .int: buffer.append(row.int(place))
      case .double: append(row.optionalDouble(place))
      case .text where column.isJSON: buffer.append(row.lent(place))
      case .text: buffer.append(quoted: row.lent(place))
      }
    }
    if let values {
      append("parameters", values.parameters.map { ($0.key, $0.value) }) {
        buffer.append(JSONWriter.text($0))
      }
      append("metrics", values.metrics.sorted { $0.key < $1.key }, append)
      append("timers", values.timers.sorted { $0.key < $1.key }, append)
    }
    buffer.append("}")
    buffer.endRow()
  }

  func end() { buffer.append(isFirst ? "]" : "\n]") }

  private func append<Value>(
    _ title: String, _ pairs: [(key: String, value: Value)], _ append: (Value) -> Void
  ) {
    buffer.append(",\"\(title)\":{")
    for (place, pair) in pairs.enumerated() {
      if place > 0 { buffer.append(",") }
      buffer.append(quoted: pair.key)
      buffer.append(":")
      append(pair.value)
    }
    buffer.append("}")
  }

  private func append(_ number: Double?) {
    // JSON has no infinities.
    if let number, number.isFinite { buffer.append(number) } else { buffer.append("null") }
  }
}
