/// One value of a parameter: the user's spelling, and what it is.
package struct ParameterValue: Hashable, Sendable {
  package let scalar: Scalar

  package init(_ scalar: Scalar) { self.scalar = scalar }

  /// A value from a hostlist expression, whose elements are typed as if they stood alone.
  package init(spelled text: String) { self.init(Scalar(text, isPlain: true)) }

  package var spelling: String { scalar.text }

  /// The value as JSON; spellings that JSON does not have stay text.
  package var json: JSONValue {
    switch scalar.kind {
    case .null: .null
    case .bool where spelling == "true" || spelling == "false": .bool(spelling == "true")
    case .int, .float:
      NumberSpelling(spelling).map { $0.isJSON } == true ? .number(spelling) : .string(spelling)
    case .bool, .string: .string(spelling)
    }
  }
}

extension ParameterValue {
  /// Whether two spellings stand for one value: the same text, or the same number.
  func isSame(as other: ParameterValue) -> Bool {
    if spelling == other.spelling { return true }
    guard let a = Double(spelling), let b = Double(other.spelling) else { return false }
    return a == b
  }
}
