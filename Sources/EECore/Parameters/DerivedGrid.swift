/// Values of a derived parameter for many combinations of the parameters that it depends on, computed
/// for neighbours together when the first of them is asked for.
struct DerivedGrid {
  /// So many combinations are worth tables of their own, and as many can be held.
  private static let worthwhile = 1024...4_000_000

  private let lengths: [Int]
  private let grid: ExpressionGrid
  /// Which parts of the grid were computed.
  private var computed: [Bool]
  private var values: [ParameterValue?]
  private var hasFailed = false

  /// Nil where the combinations are few, far more than the points, or asked for one by one.
  init?(
    _ index: Int, of table: ExpressionTable, _ sources: [(name: Int, values: [ParameterValue])],
    _ points: Int
  ) {
    lengths = sources.map(\.values.count)
    var size = 1
    for length in lengths where size <= Self.worthwhile.upperBound { size *= length }
    guard Self.worthwhile.contains(size), size <= 2 * points,
      let grid = table.grid(
        ofDerived: index,
        over: sources.map {
          ExpressionGrid.Dimension(names: [$0.name], values: [$0.values], count: $0.values.count)
        })
    else { return nil }
    self.grid = grid
    computed = [Bool](repeating: false, count: size / grid.width)
    values = [ParameterValue?](repeating: nil, count: size)
  }

  /// The value of a combination, by the number of each source's value; nil where it has no plain one.
  mutating func value(at digits: [Int32]) -> ParameterValue? {
    guard !hasFailed, !digits.contains(-1) else { return nil }
    let place = zip(digits, lengths).reduce(0) { $0 * $1.1 + Int($1.0) }
    let part = place / grid.width
    if !computed[part] { compute(part) }
    return values[place]
  }

  private mutating func compute(_ part: Int) {
    computed[part] = true
    do throws(ExpressionFailure) {
      try grid.evaluate(part) { place, value in
        values[part * grid.width + place] = ExpressionVerdict.plain(value)
      }
    } catch {
      // An expression that fails for one of them is asked for each alone.
      hasFailed = true
    }
  }
}
