/// Whether values of one sample tend to be larger than those of another, whatever their distribution.
package struct MannWhitneyTest: Hashable, Sendable {
  /// Of how many pairs the first sample's value is the larger; equal ones count half.
  package let u: Double
  /// The probability of a U at least as far from its middle by chance.
  package let p: Double
  /// Whether all orders were counted, instead of the normal approximation.
  package let isExact: Bool

  /// Up to as many values in the smaller sample, all orders are counted.
  private static let fewValues = 8
  /// More pairs than this are not counted: the approximation is as good.
  private static let mostPairs = 4000

  /// Compares two samples; exactly where the smaller has at most eight values and none are equal.
  ///
  /// - Source: Mann and Whitney (1947); else the normal approximation with corrections for ties
  ///   and continuity, as SciPy does.
  package init(_ first: Statistics, _ second: Statistics) {
    let (a, b) = (first.values, second.values)
    let pairs = a.count * b.count
    let ranking = Ranking(a, b)
    let u = ranking.sumOfFirst - Double(a.count * (a.count + 1)) / 2
    self.u = u
    let larger = max(u, Double(pairs) - u)
    isExact = !ranking.hasTies && min(a.count, b.count) <= Self.fewValues && pairs <= Self.mostPairs
    if isExact {
      p = min(1, 2 * Self.tail(from: Int(larger), a.count, b.count))
    } else {
      p = Self.approximate(larger, a.count, b.count, ties: ranking.ties)
    }
  }

  private static func approximate(_ u: Double, _ m: Int, _ n: Int, ties: Double) -> Double {
    let (m, n) = (Double(m), Double(n))
    let count = m + n
    let variance = m * n / 12 * (count + 1 - ties / (count * (count - 1)))
    guard variance > 0 else { return 1 }
    let z = (u - m * n / 2 - 0.5) / variance.squareRoot()
    return min(1, 2 * (1 - NormalDistribution.below(z)))
  }

  /// The probability of a U of at least `u` where all orders are as likely.
  private static func tail(from u: Int, _ m: Int, _ n: Int) -> Double {
    let (few, many) = (min(m, n), max(m, n))
    // The probabilities of each U for samples of (i, j), row by row in j.
    var rows = [[Double]](repeating: [1], count: few + 1)
    for j in 1...many {
      for i in 1...few {
        var row = [Double](repeating: 0, count: i * j + 1)
        let (withFirst, withSecond) = (Double(i) / Double(i + j), Double(j) / Double(i + j))
        // The largest of all is of the first sample and beats all j, or is of the second.
        for (place, value) in rows[i - 1].enumerated() { row[place + j] += value * withFirst }
        for (place, value) in rows[i].enumerated() { row[place] += value * withSecond }
        rows[i] = row
      }
    }
    return rows[few].dropFirst(u).reduce(0, +)
  }
}

/// The ranks of two samples among all their values; equal ones share their middle.
private struct Ranking {
  private(set) var sumOfFirst = 0.0
  /// The sum of t³ - t over groups of t equal values.
  private(set) var ties = 0.0

  var hasTies: Bool { ties > 0 }

  init(_ first: [Double], _ second: [Double]) {
    var (i, j, rank) = (0, 0, 0)
    while i < first.count || j < second.count {
      let value = min(
        i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
      let (startI, start) = (i, rank)
      while i < first.count, first[i] == value { i += 1 }
      while j < second.count, second[j] == value { j += 1 }
      rank = i + j
      let equal = Double(rank - start)
      sumOfFirst += Double(i - startI) * (Double(start) + (equal + 1) / 2)
      ties += equal * equal * equal - equal
    }
  }
}
