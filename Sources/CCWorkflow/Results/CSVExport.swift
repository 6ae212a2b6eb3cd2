internal import CampaignStore
internal import EECore

/// RFC 4180: a line of titles, then a line a row; lines end with CRLF, and nothing is an empty cell.
final class CSVExport: ExportFormat {
  private let buffer: ExportBuffer
  private var columns: [CampaignStore.ExportColumn] = []
  private var wide: ExportNames?

  init(_ buffer: ExportBuffer) { self.buffer = buffer }

  func begin(_ table: String, _ columns: [CampaignStore.ExportColumn], _ wide: ExportNames?) {
    self.columns = columns
    self.wide = wide
    var titles = columns.map(\.name)
    if let wide {
      titles += wide.parameters.map { CSVExport.title($0, "parameter.", taken: titles) }
      titles += wide.metrics.map { CSVExport.title($0, "metric.", taken: titles) }
      titles += wide.timers.map { CSVExport.title("timer." + $0, "timer.", taken: titles) }
    }
    for (place, title) in titles.enumerated() {
      if place > 0 { buffer.append(",") }
      append(title)
    }
    endLine()
  }

  func write(_ row: Row, _ values: ExportValues?) {
    for column in columns.indices {
      if column > 0 { buffer.append(",") }
      switch row.kind(column) {
      case .null: break
      case .int: buffer.append(row.int(column))
      case .double: buffer.append(row.optionalDouble(column) ?? 0)
      case .text: append(row.lent(column))
      }
    }
    if let wide, let values { append(values, wide) }
    endLine()
  }

  private func append(_ values: ExportValues, _ wide: ExportNames) {
    for name in wide.parameters {
      buffer.append(",")
      switch values.parameters.first(where: { $0.key == name })?.value {
      case nil, .null: break
      case .string(let text): append(text)
      case .some(let other): append(JSONWriter.text(other))
      }
    }
    for value in wide.metrics.map({ values.metrics[$0] }) + wide.timers.map({ values.timers[$0] }) {
      buffer.append(",")
      if let value { buffer.append(value) }
    }
  }

  func end() { buffer.flush() }

  private func endLine() {
    buffer.append("\r\n")
    buffer.endRow()
  }

  private func append(_ text: String) {
    var text = text
    text.withUTF8(append)
  }

  private func append(_ text: UnsafeBufferPointer<UInt8>) {
    let needsQuotes = text.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return buffer.append(text) }
    buffer.append("\"")
    for part in text.split(separator: 0x22, omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0 { buffer.append("\"\"") }
      buffer.append(UnsafeBufferPointer(rebasing: part.element))
    }
    buffer.append("\"")
  }

  private static func title(_ name: String, _ prefix: String, taken: [String]) -> String {
    taken.contains(name) ? title(prefix + name, prefix, taken: taken) : name
  }
}
