package import CampaignStore
internal import HostIO

/// What is said of a run as a whole, and of groups, from counts of their nodes.
package enum RunStatus {
  /// Returns what a run's record says, unless its runner is gone.
  package static func state(of run: RunRecord) -> String {
    guard run.state == "running", run.ownerHost == Environment.hostName() else { return run.state }
    return run.ownerProcess?.isAlive == true ? "running" : "interrupted"
  }

  /// Sums counts over all groups, in the order of the states; groups count by their members.
  package static func counts(
    _ tally: [CampaignStore.NodeCount]
  ) -> [(state: JobState, count: Int)] {
    inOrder(
      tally.reduce(into: [:]) { counts, entry in
        if entry.kind != .group { counts[entry.state, default: 0] += entry.count }
      })
  }

  /// Returns how many members of each group are in each state.
  static func members(_ tally: [CampaignStore.NodeCount]) -> [String: [JobState: Int]] {
    tally.reduce(into: [:]) { groups, entry in
      guard let group = entry.group else { return }
      groups[group, default: [:]][entry.state, default: 0] += entry.count
    }
  }

  static func inOrder(_ counts: [JobState: Int]) -> [(state: JobState, count: Int)] {
    JobState.allCases.compactMap { state in counts[state].map { (state, $0) } }
  }

  /// Returns the state of a group that has not ended: that of what is most under way in it.
  static func state(ofGroup state: JobState, members: [JobState: Int]) -> JobState {
    guard !state.isFinal else { return state }
    let active = [JobState.running, .submitted, .waiting].first { (members[$0] ?? 0) > 0 }
    if let active { return active }
    // Some have ended, and others have yet to begin.
    return members.contains { $0.key.isFinal && $0.value > 0 } ? .waiting : state
  }
}
