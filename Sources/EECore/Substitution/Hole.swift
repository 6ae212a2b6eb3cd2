internal import EETemplate

/// How a value is written where it stands.
enum Encoding: Hashable, Sendable {
  case plain
  case shellWord
  case yaml
}

/// A quantity that differs between experiments.
enum Quantity: Hashable, Sendable {
  case axis(Int)
  /// A value on an axis where there is one, else text.
  case partialAxis(Int, Skeleton)
  /// A value on an axis with the axis's name before it, as in a directory's name; else nothing.
  case namePart(Int)
  /// A line of YAML with a value on an axis; nothing where there is none.
  case configLine(Int)
  /// One of several texts, by the value on an axis; another where there is none.
  case choice(Int, [Skeleton], otherwise: Skeleton)
  case identifier
  case uuid
  case index
  /// The number of experiments; apart, because it says nothing about any of them.
  case count
  case directory
  /// A frame that is left for the host that is chosen later.
  case open(String)
  /// Text that is made of other quantities.
  case text(Skeleton)
}

/// A quantity in one encoding: what one hole of a skeleton asks for.
struct Hole: Hashable, Sendable {
  let quantity: Quantity
  let encoding: Encoding
}

/// The holes of all skeletons of a campaign, numbered.
struct HoleTable: Sendable {
  /// - Shape: a hole made of others stands after them.
  private(set) var holes: [Hole] = []
  private var numbers: [Hole: Int] = [:]

  mutating func number(of hole: Hole) -> Int {
    if let number = numbers[hole] { return number }
    numbers[hole] = holes.count
    holes.append(hole)
    return holes.count - 1
  }
}

extension Quantity {
  /// The axis that it is a value of.
  var axis: Int? {
    switch self {
    case .axis(let axis), .partialAxis(let axis, _), .namePart(let axis), .configLine(let axis):
      axis
    default: nil
    }
  }
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

extension HoleTable {
  /// Whether a text, or any text that it is made of, waits for the host.
  func dependsOnHost(_ skeleton: Skeleton) -> Bool {
    skeleton.holes.contains { number in
      switch holes[number].quantity {
      case .open: true
      case .text(let inner), .partialAxis(_, let inner): dependsOnHost(inner)
      case .choice(_, let texts, let other): (texts + [other]).contains(where: dependsOnHost)
      default: false
      }
    }
  }
}
