import CampaignStore
import EECore

/// How many experiments there are of each state.
struct StateCounts {
  private let counts: [String: Int]
  /// Of the done ones.
  private let stale: Int
  /// Those whose directory is not there; none where nobody looked.
  private let missing: Int

  init(_ counts: CampaignStore.ExperimentCounts) {
    self.init(counts.states, stale: counts.stale, missing: counts.missing)
  }

  init(of rows: [ListedRow]) {
    self.init(
      rows.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }, stale: rows.count(where: \.isStale),
      missing: rows.count(where: \.isMissing))
  }

  private init(_ counts: [String: Int], stale: Int, missing: Int) {
    self.counts = counts
    self.stale = stale
    self.missing = missing
  }

  /// The known states in the order of a job's life, then what logs say.
  private var ordered: [(state: String, count: Int)] {
    let known = JobState.allCases.map(\.rawValue)
    let others = counts.keys.filter { !known.contains($0) }.sorted()
    return (known + others).compactMap { state in counts[state].map { (state, $0) } }
  }

  var total: Int { counts.values.reduce(0, +) }

  /// Those of some states; of their directories nothing is known.
  func keeping(_ states: Set<String>) -> StateCounts {
    StateCounts(
      counts.filter { states.contains($0.key) }, stale: states.contains("done") ? stale : 0,
      missing: 0)
  }

  var text: String {
    var parts = ["total: \(total)"]
    for (state, count) in ordered {
      let note = state == "done" && stale > 0 ? " (\(stale) stale)" : ""
      parts.append("\(state): \(count)\(note)")
    }
    if missing > 0 {
      parts.append("\(missing) \(missing == 1 ? "directory is" : "directories are") missing")
    }
    return parts.joined(separator: ", ")
  }

  var json: JSONValue {
    let notes = [("stale", stale), ("missing", missing)].filter { $0.1 > 0 }
    return .object((ordered + notes).map { .init($0.0, .int($0.1)) })
  }
}
