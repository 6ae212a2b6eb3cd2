internal import EETemplate

/// The holes of all skeletons of a campaign, numbered.
struct HoleTable: Sendable {
  /// - Shape: a hole made of others stands after them.
  private(set) var holes: [Hole] = []
  private var numbers: [Hole: Int] = [:]

  /// Goes on from holes that are numbered already.
  init(_ holes: [Hole] = []) {
    self.holes = holes
    numbers = Dictionary(holes.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  mutating func number(of hole: Hole) -> Int {
    if let number = numbers[hole] { return number }
    numbers[hole] = holes.count
    holes.append(hole)
    return holes.count - 1
  }
}

extension HoleTable {
  /// All that a text is made of, also by way of other texts.
  func quantities(of skeleton: Skeleton) -> Set<Quantity> {
    var found: Set<Quantity> = []
    for number in skeleton.holes {
      let quantity = holes[number].quantity
      guard found.insert(quantity).inserted else { continue }
      switch quantity {
      case .text(let inner), .partialAxis(_, let inner): found.formUnion(quantities(of: inner))
      case .choice(_, let texts, let other):
        for text in texts + [other] { found.formUnion(quantities(of: text)) }
      default: continue
      }
    }
    return found
  }

  /// Whether a text, or any text that it is made of, waits for the host.
  func dependsOnHost(_ skeleton: Skeleton) -> Bool {
    quantities(of: skeleton).contains { if case .open = $0 { true } else { false } }
  }
}
