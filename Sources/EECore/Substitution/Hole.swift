/// How a value is written where it stands.
enum Encoding: Hashable, Sendable {
  case plain
  case shellWord
  case yaml
}

/// A quantity in one encoding: what one hole of a skeleton asks for.
struct Hole: Hashable, Sendable {
  let quantity: Quantity
  let encoding: Encoding
}

extension Hole {
  /// The bytes of a value on the hole's axis.
  func text(of value: ParameterValue, on axis: Axis) -> [UInt8] {
    switch quantity {
    case .namePart: Array("_\(axis.name)_\(value.spelling)".utf8)
    case .configLine:
      Array("  \(YAMLText.text(axis.name)): \(YAMLText.scalar(value.scalar))\n".utf8)
    default: Binder.encode(value.scalar, as: encoding)
    }
  }
}
