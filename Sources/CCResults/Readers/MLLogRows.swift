internal import EECore

/// Reads the rows that begin with `:::MLLOG`, whose value may be JSON or Python's `repr` of it.
///
/// - Shape: Numbers, and structures of numbers under dotted names (those of `result` without
///   that word in front); lists of numbers are series. Other values are passed over.
struct MLLogRows: Sendable {
  static let mark = Array(":::MLLOG".utf8)

  private var table = MeasurementTable()
  private(set) var intervals = MLLogIntervals()
  private var omitted = 0
  /// Hashes of the rows so far: a job prints each to stdout and to stderr.
  private var seen: Set<Int> = []

  var measurements: [Measurement] { table.measurements }
  var omittedCount: Int { omitted + table.omitted }

  /// Reads what follows the mark; rows that are cut or damaged are passed over.
  mutating func read(_ line: ArraySlice<UInt8>) {
    let text = LogText.text(line)
    guard seen.count < MeasurementTable.bound else {
      omitted += 1
      return
    }
    guard seen.insert(text.hashValue).inserted,
      let row = try? JSONParser.parse(text, dialect: .pythonLiteral),
      case .string(let key)? = row["key"], !key.isEmpty, let value = row["value"]
    else { return }
    let metadata = row["metadata"]
    note(row, key: key, metadata)
    var unit: String?
    if case .string(let text)? = metadata?["unit"] { unit = text }
    let step = ["epoch_num", "epoch", "step", "step_num"].lazy
      .compactMap { metadata?[$0].flatMap(MeasurementTable.number) }.first
    let literal = MLLogRows.literal(value)
    let place = step.flatMap { Int(exactly: $0) }
    if key == "result", case .object(let members) = literal {
      for member in members {
        table.record(member.value, name: member.key, unit: unit, step: place)
      }
    } else if case .string = literal, key.hasPrefix("submission_") {
      return
    } else {
      table.record(literal, name: key, unit: unit, step: place)
    }
  }

  private mutating func note(_ row: JSONValue, key: String, _ metadata: JSONValue?) {
    guard case .string(let type)? = row["event_type"], type.hasPrefix("INTERVAL_") else { return }
    var status: String?
    if case .string(let text)? = metadata?["status"] { status = text }
    intervals.take(
      key, type: type, time: row["time_ms"].flatMap(MeasurementTable.number), status: status)
  }

  /// Returns the structure that a text spells, or the value itself.
  private static func literal(_ value: JSONValue) -> JSONValue {
    guard case .string(let text) = value, let first = text.utf8.first(where: { $0 != 0x20 }),
      "{[(".utf8.contains(first)
    else { return value }
    return (try? JSONParser.parse(text, dialect: .pythonLiteral)) ?? value
  }
}
