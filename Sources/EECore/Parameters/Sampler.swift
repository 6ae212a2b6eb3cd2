/// Chooses cells of a sweep by a seeded shuffle, so that a larger sample holds each smaller one.
struct Sampler {
  /// Chooses which cells, apart from what is drawn for them.
  private static let cellStream: UInt64 = 1
  private static let valueStream: UInt64 = 2

  private var cells: PCG64
  private var values: PCG64

  init(seed: UInt64) {
    cells = PCG64(seed: seed, stream: Self.cellStream)
    values = PCG64(seed: seed, stream: Self.valueStream)
  }

  /// Returns the first numbers of a shuffle of `0..<size`.
  ///
  /// - Cost: O(count).
  /// - Source: the shuffle of Fisher and Yates, of which only the touched places are kept.
  mutating func choose(_ count: Int, of size: Int) -> [Int] {
    var moved: [Int: Int] = Dictionary(minimumCapacity: min(count, size) * 2)
    return (0..<min(count, size)).map { place in
      let other = place + Int(cells.below(UInt64(size - place)))
      let chosen = moved[other] ?? other
      moved[other] = moved[place] ?? place
      return chosen
    }
  }

  /// Draws a value for each of the distributions.
  mutating func draw(_ distributions: [Distribution]) -> [ParameterValue] {
    distributions.map { $0.draw(&values) }
  }
}
