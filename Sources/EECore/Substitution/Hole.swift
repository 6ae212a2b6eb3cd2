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
  case identifier
  case uuid
  case index
  /// The number of experiments; apart, because it says nothing about any of them.
  case count
  case directory
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
