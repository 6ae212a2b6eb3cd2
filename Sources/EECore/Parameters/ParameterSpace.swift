/// All points of a sweep, in order: products, what is left of them, and points named one by one.
package struct ParameterSpace: Hashable, Sendable {
  /// A run of neighbouring points.
  enum Block: Hashable, Sendable {
    case grid(Grid)
    /// Some points of a grid, ascending.
    case selected(Grid, [UInt32])
    /// Points one by one: a value's number for each axis that is not derived, else -1.
    case rows([Int32], width: Int)

    var count: Int {
      switch self {
      case .grid(let grid): grid.count
      case .selected(_, let points): points.count
      case .rows(let numbers, let width): width == 0 ? 0 : numbers.count / width
      }
    }

    func valueIndex(ofAxis axis: Int, at point: Int) -> Int? {
      switch self {
      case .grid(let grid): return grid.columns[axis]?.valueIndex(at: point)
      case .selected(let grid, let points):
        return grid.columns[axis]?.valueIndex(at: Int(points[point]))
      case .rows(let numbers, let width):
        let number = numbers[point * width + axis]
        return number < 0 ? nil : Int(number)
      }
    }
  }

  /// More points than this are a slip.
  static let limit = 100_000_000

  /// - Shape: in the order of the file, those that are derived last.
  package private(set) var axes: [Axis]
  /// The number of points.
  package let count: Int
  private let blocks: [Block]
  /// The first point of each block.
  private let starts: [Int]
  /// For each derived axis: the number of its value at each point, or -1.
  private var derived: [[Int32]] = []

  init(_ axes: [Axis], blocks: [Block]) {
    self.axes = axes
    self.blocks = blocks
    var starts: [Int] = []
    var total = 0
    for block in blocks {
      starts.append(total)
      total += block.count
    }
    self.starts = starts
    count = total
  }

  /// Makes the product, the last axis fastest.
  ///
  /// - Throws: ``Diagnostics`` EE305 where the number of points is beyond counting.
  package init(_ axes: [Axis]) throws(Diagnostics) {
    let subspace = Subspace(dimensions: axes.map { Subspace.Dimension(axes: [$0]) })
    try subspace.checkSize()
    self.init(axes, blocks: [.grid(subspace.grid(in: axes))])
  }

  /// Adds an axis that follows from the others.
  ///
  /// - Shape: `numbers` has the number of a value for each point, or -1 where there is none.
  mutating func append(derived axis: Axis, numbers: [Int32]) {
    axes.append(axis)
    derived.append(numbers)
  }

  /// Returns which value of an axis a point takes; nil where it has none.
  ///
  /// - Cost: O(log blocks), O(1) for a product.
  package func valueIndex(ofAxis axis: Int, at point: Int) -> Int? {
    let plain = axes.count - derived.count
    guard axis < plain else {
      let number = derived[axis - plain][point]
      return number < 0 ? nil : Int(number)
    }
    if blocks.count == 1 { return blocks[0].valueIndex(ofAxis: axis, at: point) }
    let block = block(of: point)
    return blocks[block].valueIndex(ofAxis: axis, at: point - starts[block])
  }

  private func block(of point: Int) -> Int {
    var low = 0
    var high = blocks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= point { low = middle } else { high = middle }
    }
    return low
  }

  /// Returns the value that a point takes on an axis; nil where it has none.
  package func value(ofAxis axis: Int, at point: Int) -> ParameterValue? {
    valueIndex(ofAxis: axis, at: point).map { axes[axis].values[$0] }
  }

  /// Returns what an experiment at a point is: the values of its axes that are not derived.
  package subscript(point: Int) -> Combination {
    combination(at: point, of: 0..<(axes.count - derived.count))
  }

  /// Returns all values of a point, those that are derived last.
  package func all(at point: Int) -> Combination {
    combination(at: point, of: axes.indices)
  }

  private func combination(at point: Int, of range: Range<Int>) -> Combination {
    Combination(
      parameters: range.compactMap { axis in
        value(ofAxis: axis, at: point).map {
          Combination.Parameter(name: axes[axis].name, value: $0)
        }
      })
  }

  /// Whether some points have no value on an axis.
  package func isPartial(_ axis: Int) -> Bool {
    let plain = axes.count - derived.count
    guard axis < plain else { return derived[axis - plain].contains { $0 < 0 } }
    return blocks.contains { block in
      switch block {
      case .grid(let grid), .selected(let grid, _): grid.columns[axis] == nil
      case .rows(let numbers, let width):
        stride(from: axis, to: numbers.count, by: width).contains { numbers[$0] < 0 }
      }
    }
  }
}
