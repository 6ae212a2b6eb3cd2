/// A JSON value whose numbers keep their spelling and whose objects keep their order.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number as it was written; always valid JSON.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One entry of an object.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }
}

extension JSONValue {
  package static func int(_ value: Int) -> JSONValue { .number(String(value)) }

  /// Returns the number, or null for what JSON cannot say (NaN and the infinities).
  package static func double(_ value: Double) -> JSONValue {
    value.isFinite ? .number(JSONValue.spelling(of: value)) : .null
  }

  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// Returns the value of an object's last member of that name.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  private static func spelling(of value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
