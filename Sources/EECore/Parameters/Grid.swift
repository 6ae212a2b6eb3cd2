/// A Cartesian product of axes, some of them in lockstep, of which nothing is stored.
struct Grid: Hashable, Sendable {
  /// Where the values of one axis come from.
  struct Column: Hashable, Sendable {
    /// How many points lie between two neighbours on the axis.
    let stride: Int
    let length: Int
    /// For each place on the axis, the number of its value; nil where they are the same.
    let values: [Int32]?

    func valueIndex(at point: Int) -> Int {
      let place = point / stride % length
      return values.map { Int($0[place]) } ?? place
    }
  }

  /// - Shape: one for each axis of the space; nil where this product has no such axis.
  let columns: [Column?]
  let count: Int
}
