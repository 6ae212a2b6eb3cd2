package import CampaignStore
package import EECore
internal import HostIO

/// A run as the database knows it, for `status`: as text and as JSON.
package struct RunStatus {
  private let run: RunRecord
  private let nodes: [NodeRecord]
  private let attempts: [String: AttemptRecord]

  package init(_ run: RunRecord, in store: CampaignStore) throws(StoreError) {
    self.run = run
    nodes = try store.nodes(of: run.id)
    attempts = try store.latestAttempts(of: run.id)
  }

  package var isSuccessful: Bool { nodes.allSatisfy { $0.state == .done } }

  /// The run's state; one whose runner is gone is not called running.
  package var state: String {
    guard run.state == "running", run.ownerHost == Environment.hostName() else { return run.state }
    return run.ownerProcess?.isAlive == true ? "running" : "interrupted"
  }

  /// Counts of jobs and markers; groups are counted by their members.
  package var counts: [(state: JobState, count: Int)] {
    let counted = Dictionary(grouping: nodes.filter { $0.kind != .group }, by: \.state)
    return JobState.allCases.compactMap { state in counted[state].map { (state, $0.count) } }
  }

  /// One line a node; members only where `all` is set.
  package func text(all: Bool) -> String {
    var lines = ["\(run.workflow)  run \(run.id)  \(state)"]
    let width = nodes.filter { all || $0.group == nil }.map(\.name.count).max() ?? 0
    for node in nodes where all || node.group == nil {
      let name = node.name + String(repeating: " ", count: width - node.name.count)
      lines.append("  \(name)  \(describe(node))")
    }
    lines.append("  " + counts.map { "\($0.count) \($0.state.rawValue)" }.joined(separator: ", "))
    if state == "interrupted" || state == "stopped" {
      lines.append("hint: its runner is gone; cms-cc resume goes on with it")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(_ node: NodeRecord) -> String {
    var parts = [node.state.rawValue]
    if node.kind == .group {
      let members = nodes.filter { $0.group == node.name }
      parts.append("\(members.count { $0.state == .done }) of \(members.count) done")
    }
    if node.state.isActive, let progress = progress(of: node) { parts.append("\(Int(progress)) %") }
    if let seconds = attempts[node.name]?.seconds {
      parts.append(RunView.duration(Int64(seconds * 1e9)))
    }
    if let cause = node.cause { parts.append(cause) }
    return parts.joined(separator: "  ")
  }

  private func progress(of node: NodeRecord) -> Double? {
    guard node.state.isActive else { return node.progress }
    return attempts[node.name].flatMap {
      LogTail.progress(of: AttemptEvidence(directory: $0.directory).logPath)
    }
  }

  /// The promised shape of `status --json`, version 1, of one run.
  package var json: JSONValue {
    .object([
      .init("run", .string(run.id)), .init("workflow", .string(run.workflow)),
      .init("state", .string(state)),
      .init("counts", .object(counts.map { .init($0.state.rawValue, .int($0.count)) })),
      .init("nodes", .array(nodes.map(json(of:)))),
    ])
  }

  private func json(of node: NodeRecord) -> JSONValue {
    let attempt = attempts[node.name]
    return .object([
      .init("name", .string(node.name)), .init("state", .string(node.state.rawValue)),
      .init("progress", .double(progress(of: node) ?? node.progress)),
      .init("host", .optional(attempt?.host)), .init("gpu", .null),
      .init("attempt", attempt.map { .int($0.number) } ?? .null),
      .init("started", .optional(attempt?.started)), .init("ended", .optional(attempt?.ended)),
      .init("exit_code", attempt?.exitCode.map(JSONValue.int) ?? .null),
      .init("cause", .optional(node.cause)),
    ])
  }
}
