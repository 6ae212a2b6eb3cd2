internal import EECore

/// Reads the rows that begin with `:::MLLOG`, whose value may be JSON or Python's `repr` of it.
///
/// - Shape: Numbers, and structures of numbers under dotted names (those of `result` without
///   that word in front); lists of numbers are series. Other values are passed over.
struct MLLogRows: Sendable {
  static let mark = Array(":::MLLOG".utf8)

  private var table = MeasurementTable()
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
    var unit: String?
    if case .string(let text)? = metadata?["unit"] { unit = text }
    let step = ["epoch_num", "epoch", "step", "step_num"].lazy
      .compactMap { metadata?[$0].flatMap(MLLogRows.number) }.first
    record(
      MLLogRows.literal(value), name: key, unit: unit, step: step.flatMap { Int(exactly: $0) })
  }

  private mutating func record(_ value: JSONValue, name: String, unit: String?, step: Int?) {
    switch value {
    case .number, .string("nan"), .string("inf"), .string("-inf"):
      table.record(name, MLLogRows.number(value), unit: unit, step: step)
    case .string(let text):
      guard !name.hasPrefix("submission_"), let value = LogText.number(text) else { return }
      table.record(name, value, unit: unit, step: step)
    case .object(let members):
      let prefix = name == "result" ? "" : name + "."
      for member in members {
        record(member.value, name: prefix + member.key, unit: unit, step: step)
      }
    case .array(let elements): record(elements, name: name, unit: unit)
    case .null, .bool: break
    }
  }

  private mutating func record(_ elements: [JSONValue], name: String, unit: String?) {
    for (index, element) in elements.enumerated() {
      guard case .object = element else { continue }
      record(element, name: name, unit: unit, step: index + 1)
    }
    let numbers = elements.map(MLLogRows.number)
    if numbers.contains(where: { $0 != nil }) { table.record(name, series: numbers, unit: unit) }
  }

  private static func number(_ value: JSONValue) -> Double? {
    guard case .number(let spelling) = value else { return nil }
    return LogText.number(spelling)
  }

  /// Returns the structure that a text spells, or the value itself.
  private static func literal(_ value: JSONValue) -> JSONValue {
    guard case .string(let text) = value, let first = text.utf8.first(where: { $0 != 0x20 }),
      "{[(".utf8.contains(first)
    else { return value }
    return (try? JSONParser.parse(text, dialect: .pythonLiteral)) ?? value
  }
}
