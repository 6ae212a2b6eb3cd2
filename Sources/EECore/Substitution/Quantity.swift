internal import EETemplate

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

extension Quantity {
  /// The axis that it is a value of.
  var axis: Int? {
    switch self {
    case .axis(let axis), .partialAxis(let axis, _), .namePart(let axis), .configLine(let axis):
      axis
    default: nil
    }
  }

  /// Whether it says which experiment it is, or how many there are, or is left for the host.
  var isIdentity: Bool {
    switch self {
    case .identifier, .uuid, .index, .count, .directory, .open: true
    case .axis, .partialAxis, .namePart, .configLine, .choice, .text: false
    }
  }

  /// Whether it is made of others.
  var isText: Bool {
    switch self {
    case .text, .partialAxis, .choice: true
    case .axis, .namePart, .configLine, .identifier, .uuid, .index, .count, .directory, .open:
      false
    }
  }
}
