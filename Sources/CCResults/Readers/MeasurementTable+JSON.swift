internal import EECore

extension MeasurementTable {
  /// Takes up the numbers of a value: structures under dotted names, lists of numbers as series.
  mutating func record(_ value: JSONValue, name: String, unit: String?, step: Int?) {
    switch value {
    case .number, .string("nan"), .string("inf"), .string("-inf"):
      record(name, MeasurementTable.number(value), unit: unit, step: step)
    case .string(let text):
      guard let value = LogText.number(text) else { return }
      record(name, value, unit: unit, step: step)
    case .object(let members):
      for member in members {
        record(member.value, name: "\(name).\(member.key)", unit: unit, step: step)
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
    let numbers = elements.map(MeasurementTable.number)
    if numbers.contains(where: { $0 != nil }) { record(name, series: numbers, unit: unit) }
  }

  static func number(_ value: JSONValue) -> Double? {
    guard case .number(let spelling) = value else { return nil }
    return LogText.number(spelling)
  }
}
