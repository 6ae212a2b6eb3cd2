/// One metric of one configuration on both sides.
package struct ComparedNumbers: Hashable, Sendable {
  /// How chance is judged.
  package enum Test: String, Sendable, CaseIterable {
    /// Welch's t test of the means.
    case welch
    /// Mann and Whitney's test of the ranks.
    case ranks
  }

  /// What can be said of a difference.
  package enum Verdict: String, Sendable {
    case better, worse, different
    /// Not more than chance would do.
    case same
    /// Too few repeats to say anything.
    case unknown
    /// A side has no value.
    case missing
  }

  /// A probability below this is no chance.
  static let level = 0.05

  let first: Statistics?
  let second: Statistics?
  /// The probability of such a difference by chance; nil where nothing can be said.
  let p: Double?
  /// The 95 % confidence interval of the difference of the means.
  let interval: ClosedRange<Double>?
  let goal: Goal?

  init(_ first: Statistics?, _ second: Statistics?, _ test: Test, goal: Goal?) {
    self.first = first
    self.second = second
    self.goal = goal
    guard let first, let second else {
      p = nil
      interval = nil
      return
    }
    let welch = WelchTest(second, first)
    interval = welch.flatMap { ComparedNumbers.interval(first, second, $0) }
    switch test {
    case .welch: p = welch?.p
    case .ranks:
      p = first.count > 1 && second.count > 1 ? MannWhitneyTest(second, first).p : nil
    }
  }

  private static func interval(
    _ first: Statistics, _ second: Statistics, _ welch: WelchTest
  ) -> ClosedRange<Double>? {
    guard let a = first.standardError, let b = second.standardError else { return nil }
    let error = (a * a + b * b).squareRoot()
    let half =
      StudentDistribution(degrees: welch.degrees).value(leavingBeyond: level) * error
    let middle = second.mean - first.mean
    return half.isFinite ? middle - half...middle + half : nil
  }

  var difference: Double? {
    guard let first, let second else { return nil }
    return second.mean - first.mean
  }

  /// The difference as a part of the first side; nil where that is zero.
  var change: Double? {
    guard let first, first.mean != 0 else { return nil }
    return difference.map { $0 / abs(first.mean) }
  }

  /// The interval as a part of the first side.
  var changeInterval: ClosedRange<Double>? {
    guard let first, first.mean != 0 else { return nil }
    let scale = abs(first.mean)
    return interval.map { $0.lowerBound / scale...$0.upperBound / scale }
  }

  /// Whether the difference is more than chance; nil where nothing can be said.
  var isSignificant: Bool? { p.map { $0 < ComparedNumbers.level } }

  var verdict: Verdict {
    guard let first, let second, let difference else { return .missing }
    guard let isSignificant else { return .unknown }
    guard isSignificant, difference != 0 else { return .same }
    guard let goal else { return .different }
    return goal.isBetter(second.mean, than: first.mean) ? .better : .worse
  }
}
