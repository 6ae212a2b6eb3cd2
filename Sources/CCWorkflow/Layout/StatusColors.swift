package import CampaignStore

/// The fill colours of states: the original's, where it has one, and ours for the others.
package struct StatusColors: Sendable {
  private var colors: [String: String] = [
    "ready": "white", "waiting": "#F2F2F2", "submitted": "#FFF2CC", "running": "#CCE5FF",
    "done": "#CCFFCC", "failed": "#FFCCCC", "cancelled": "#E0CCFF", "skipped": "#E6E6E6",
    "lost": "#FFD9B3", "unverified": "#FFFFCC", "undefined": "#DBFF33",
  ]

  /// - Parameter own: what the workflow file wants under `colors.status`.
  package init(_ own: [String: String] = [:]) { colors.merge(own) { $1 } }

  package subscript(state: JobState) -> String { colors[state.rawValue] ?? "white" }
}
