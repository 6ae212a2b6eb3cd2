/// The places of a shuffle, one after the other.
///
/// - Source: the shuffle of Fisher and Yates, of which only the touched places are kept.
struct Shuffle {
  /// A table costs less than its entries would where this part of the places is asked for.
  private static let entriesPerPlace = 8

  private let size: Int
  private var place = 0
  /// What stands in each place; empty where few are asked for.
  private var all: [UInt32] = []
  private var moved: [Int: Int] = [:]

  /// Takes how many places there are, and about how many of them will be asked for.
  init(of size: Int, expected: Int) {
    self.size = size
    if size <= ParameterSpace.limit, expected >= size / Self.entriesPerPlace {
      all = Array(0..<UInt32(size))
    }
  }

  /// Returns the next; nil behind the last.
  mutating func next(_ generator: inout PCG64) -> Int? {
    guard place < size else { return nil }
    defer { place += 1 }
    let other = place + Int(generator.below(UInt64(size - place)))
    guard all.isEmpty else {
      all.swapAt(place, other)
      return Int(all[place])
    }
    let chosen = moved[other] ?? other
    moved[other] = moved[place] ?? place
    moved[place] = nil
    return chosen
  }
}
