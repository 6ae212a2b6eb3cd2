/// All points of a sweep: the Cartesian product of its axes, of which nothing is stored.
package struct ParameterSpace: Hashable, Sendable {
  /// More points than this are a slip: the names of all of them must fit into memory.
  static let limit = 10_000_000

  package let axes: [Axis]
  /// The number of points.
  package let count: Int
  /// How many points lie between two neighbours on each axis.
  private let strides: [Int]

  /// Makes the product, the last axis fastest.
  ///
  /// - Throws: ``Diagnostics`` EE305 where the number of points is beyond counting.
  package init(_ axes: [Axis]) throws(Diagnostics) {
    self.axes = axes
    var total = 1
    var strides = [Int](repeating: 1, count: axes.count)
    for index in axes.indices.reversed() {
      strides[index] = total
      let product = total.multipliedReportingOverflow(by: axes[index].values.count)
      guard !product.overflow, product.partialValue <= ParameterSpace.limit else {
        throw Diagnostics(
          .spaceTooLarge, "the sweep has more than \(ParameterSpace.limit) points",
          at: axes[index].position,
          hint: "shorten a parameter's list of values")
      }
      total = product.partialValue
    }
    self.count = total
    self.strides = strides
  }

  /// Returns which value of an axis a point takes.
  ///
  /// - Cost: O(1).
  package func valueIndex(ofAxis axis: Int, at point: Int) -> Int {
    point / strides[axis] % axes[axis].values.count
  }

  /// Returns the value that a point takes on an axis.
  package func value(ofAxis axis: Int, at point: Int) -> ParameterValue {
    axes[axis].values[valueIndex(ofAxis: axis, at: point)]
  }

  /// Returns the values of a point, in axis order.
  package subscript(point: Int) -> Combination {
    Combination(
      parameters: axes.indices.map {
        Combination.Parameter(name: axes[$0].name, value: value(ofAxis: $0, at: point))
      })
  }
}
