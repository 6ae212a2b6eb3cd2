internal import EECore

/// What a report shows, where the usual is not wanted.
package struct ReportSpec: Sendable {
  /// A number to compare.
  package struct Metric: Sendable {
    let name: String
    var title: String?
    var unit: String?
    var goal: Goal?
    var decimals: Int?
    /// Where the file names it; nil for one of the command line.
    var node: ConfigNode?

    package init(_ name: String) { self.name = name }
  }

  /// A list of configurations or runs by one metric.
  struct Leaderboard: Sendable {
    var metric: Metric
    /// How many are shown; nil for all.
    var top: Int?
    /// Whether each run has a place, instead of the mean over repeats.
    var ranksRuns = false
  }

  /// A table of speed-up and efficiency over a numeric parameter.
  struct Scaling: Sendable {
    var over: ConfigNode
    var metric: Metric
    /// Whether the work grows with the parameter.
    var isWeak = false
  }

  /// A figure, with what it shows where that is not the usual.
  struct FigureWish: Sendable {
    var kind: FigureKind
    var metric: Metric?
    /// What stands against the metric, in a trade-off.
    var against: Metric?
    var node: ConfigNode
  }

  package var title: String?
  package var metrics: [Metric]?
  /// Parameters down the side; nil for all that vary and are no columns.
  var rows: [ConfigNode]?
  /// Parameters across.
  var columns: [ConfigNode] = []
  /// Which experiments are shown.
  var condition: Expression?
  /// What stands for repeats; none for mean ± sample standard deviation in one cell.
  var statistics: [StatisticKind] = []
  var leaderboards: [Leaderboard] = []
  var scalings: [Scaling] = []
  /// nil for those that the results allow.
  var figures: [FigureWish]?
  /// Of the tables in LaTeX.
  var caption: String?
  var label: String?

  /// Makes the usual.
  package init() {}
}

/// A number that stands for repeats.
enum StatisticKind: String, Hashable, Sendable, CaseIterable {
  case mean, sd, median, min, max, ci, se, n

  func value(of statistics: Statistics) -> Double? {
    switch self {
    case .mean: statistics.mean
    case .sd: statistics.sd
    case .median: statistics.median
    case .min: statistics.min
    case .max: statistics.max
    case .ci: statistics.halfInterval
    case .se: statistics.standardError
    case .n: Double(statistics.count)
    }
  }

  /// Above a column of it.
  var title: String { self == .ci ? "± 95 % CI" : rawValue }

  /// Whether a metric's goal says which is the best of a column.
  var hasBest: Bool { self == .mean || self == .median || self == .min || self == .max }
}

/// The figures there are.
package enum FigureKind: String, Hashable, Sendable, CaseIterable {
  case runtime, phases, sweep, history, inference, spectrum, tradeoff, scaling
}
