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

  /// Returns the next place of a shuffle; nil behind its last.
  mutating func next(of shuffle: inout Shuffle) -> Int? { shuffle.next(&cells) }

  /// Draws a value for each of the distributions.
  mutating func draw(_ distributions: [Distribution]) -> [ParameterValue] {
    distributions.map { $0.draw(&values) }
  }
}
