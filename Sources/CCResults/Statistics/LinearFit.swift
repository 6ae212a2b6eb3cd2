/// The line through points with the least squares of what it misses.
package struct LinearFit: Hashable, Sendable {
  package let slope: Double
  package let intercept: Double
  /// The part of the variance of y that the line explains; one where y does not vary.
  package let rSquared: Double
  /// The standard error of the slope; nil below three points.
  package let slopeError: Double?
  /// The probability of a slope at least as steep by chance; nil below three points, and where
  /// the line misses nothing.
  package let p: Double?

  /// Returns nil below two points, or where all have the same x; points that are not finite are
  /// left out.
  package init?(_ points: [(x: Double, y: Double)]) {
    let points = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard let x = Statistics(points.map(\.x)), let y = Statistics(points.map(\.y)), x.max > x.min
    else { return nil }
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for point in points {
      xx += (point.x - x.mean) * (point.x - x.mean)
      xy += (point.x - x.mean) * (point.y - y.mean)
      yy += (point.y - y.mean) * (point.y - y.mean)
    }
    guard xx > 0, xx.isFinite, xy.isFinite, yy.isFinite else { return nil }
    let slope = xy / xx
    self.slope = slope
    intercept = y.mean - slope * x.mean
    rSquared = yy > 0 ? min(1, xy * xy / xx / yy) : 1
    guard points.count > 2 else {
      (slopeError, p) = (nil, nil)
      return
    }
    let degrees = Double(points.count - 2)
    let rest = points.reduce(0) { sum, point in
      let miss = (point.y - y.mean) - slope * (point.x - x.mean)
      return sum + miss * miss
    }
    let error = (rest / degrees / xx).squareRoot()
    slopeError = error
    p = error > 0 ? StudentDistribution(degrees: degrees).beyond(slope / error) : nil
  }
}
