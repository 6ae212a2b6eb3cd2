/// One value of a parameter: the user's spelling, and what it is.
package struct ParameterValue: Hashable, Sendable {
  package let scalar: Scalar

  package init(_ scalar: Scalar) { self.scalar = scalar }

  /// A value from a hostlist expression, whose elements are typed as if they stood alone.
  package init(spelled text: String) { self.init(Scalar(text, isPlain: true)) }

  package var spelling: String { scalar.text }

  /// The value as JSON: what YAML reads as a number or a boolean is one, in the spelling that JSON
  /// has for it; the infinities and what is no number stay text, as JSON lacks them.
  package var json: JSONValue {
    switch scalar.kind {
    case .null: .null
    case .bool: .bool(spelling.lowercased() == "true")
    case .int, .float: NumberSpelling.json(spelling).map(JSONValue.number) ?? .string(spelling)
    case .string: .string(spelling)
    }
  }
}
