/// The clusters that jobs are for where their options name them; else it is the one that Slurm's
/// commands speak to by themselves.
enum SlurmClusters {
  private static let starts = ["--clusters=", "--cluster=", "-M"]

  /// Returns the names that options hold, of which the last counts; empty where they name none.
  static func named(in options: [String]) -> String {
    for option in options.reversed() {
      guard let start = starts.first(where: { option.hasPrefix($0) }) else { continue }
      return String(option.dropFirst(start.count))
    }
    return ""
  }

  /// Returns what the other commands of Slurm have to be told.
  static func option(_ clusters: String) -> [String] {
    clusters.isEmpty ? [] : ["--clusters=\(clusters)"]
  }
}
