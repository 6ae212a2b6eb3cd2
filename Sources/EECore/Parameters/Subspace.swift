/// One product of a sweep: dimensions that vary independently of each other, in file order.
struct Subspace {
  /// One axis, or several that move in lockstep.
  struct Dimension {
    /// - Shape: never empty, all of one length.
    let axes: [Axis]

    var count: Int { axes[0].values.count }
    var isRepeat: Bool { axes[0].isRepeat }
  }

  /// An axis whose values are drawn for each point.
  struct Drawn {
    let name: String
    let distribution: Distribution
    let position: SourcePosition
  }

  let dimensions: [Dimension]
  let drawn: [Drawn]
  /// All its parameters, in file order.
  let names: [String]

  init(dimensions: [Dimension], drawn: [Drawn] = [], names: [String] = []) {
    self.dimensions = dimensions
    self.drawn = drawn
    self.names = names
  }

  /// All its axes; those whose values are drawn come last, and have none yet.
  var axes: [Axis] {
    dimensions.flatMap(\.axes) + drawn.map { Axis(name: $0.name, values: [], at: $0.position) }
  }

  /// The dimensions without repetitions: a point of these is a cell.
  var cellDimensions: [Dimension] { dimensions.filter { !$0.isRepeat } }
  var repeatDimensions: [Dimension] { dimensions.filter(\.isRepeat) }
  /// - Shape: at least one.
  var cellCount: Int { cellDimensions.reduce(1) { $0 * $1.count } }
  var repeatCount: Int { repeatDimensions.reduce(1) { $0 * $1.count } }

  /// The cells with all their repetitions; beyond counting, the largest number.
  var pointCount: Int {
    dimensions.reduce(1) { total, dimension in
      let product = total.multipliedReportingOverflow(by: dimension.count)
      return product.overflow ? Int.max : product.partialValue
    }
  }

  /// Reports a product that is beyond counting, at the axis that goes too far.
  ///
  /// Where a sample is taken of it, and no rule asks for every cell, it may be far larger.
  ///
  /// - Throws: ``Diagnostics`` EE305.
  func checkSize(isSampled: Bool = false, hasRules: Bool = false) throws(Diagnostics) {
    let limit = isSampled && !hasRules ? Int.max / 2 : ParameterSpace.limit
    var total = 1
    for dimension in dimensions.reversed() {
      let product = total.multipliedReportingOverflow(by: dimension.count)
      guard !product.overflow, product.partialValue <= limit else {
        throw Diagnostics(
          .spaceTooLarge, "the sweep has more than \(limit) points",
          at: dimension.axes[0].position,
          hint: isSampled && hasRules
            ? "'where' and 'exclude' look at all of them: shorten a parameter's list of values"
            : "shorten a parameter's list of values, or take a sample")
      }
      total = product.partialValue
    }
  }

  /// Returns the product as columns over the axes of a space.
  func grid(in axes: [Axis]) -> Grid {
    var columns: [String: Grid.Column] = [:]
    var stride = 1
    for dimension in dimensions.reversed() {
      for axis in dimension.axes {
        columns[axis.name] = Grid.Column(
          stride: stride, length: dimension.count, values: Subspace.numbers(of: axis, in: axes))
      }
      stride *= dimension.count
    }
    return Grid(columns: axes.map { columns[$0.name] }, count: stride)
  }

  /// The numbers of an axis's values among those of the whole space.
  private static func numbers(of axis: Axis, in axes: [Axis]) -> [Int32]? {
    guard let whole = axes.first(where: { $0.name == axis.name }), whole.values != axis.values
    else { return nil }
    var numbers: [ParameterValue.Key: Int32] = [:]
    for (number, value) in whole.values.enumerated() where numbers[value.key] == nil {
      numbers[value.key] = Int32(number)
    }
    return axis.values.map { numbers[$0.key] ?? 0 }
  }

  /// Returns the cell that each point belongs to, by its digits.
  func cell(of point: Int) -> Int {
    var rest = point
    var cell = 0
    var stride = 1
    for dimension in dimensions.reversed() {
      if !dimension.isRepeat {
        cell += rest % dimension.count * stride
        stride *= dimension.count
      }
      rest /= dimension.count
    }
    return cell
  }
}
