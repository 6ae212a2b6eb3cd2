package import CampaignStore
package import EECore
internal import HostIO

/// A run as the database knows it, for `status`: as text and as JSON.
package struct RunStatus {
  private let run: RunRecord
  private let tally: [CampaignStore.NodeCount]
  /// With the members of groups where they were asked for.
  private let nodes: [NodeRecord]
  private let attempts: [String: AttemptRecord]

  /// Asks the database; `members` are those of groups.
  ///
  /// - Cost: without members, a row for each node that is in no group, and one count.
  package init(
    _ run: RunRecord, in store: CampaignStore, members: Bool
  ) throws(StoreError) {
    self.run = run
    tally = try store.nodeCounts(of: run.id)
    nodes = try members ? store.nodes(of: run.id) : store.topNodes(of: run.id)
    let jobs = nodes.filter { $0.kind == .job }
    // To look up each of them pays where most nodes are members.
    guard !members, jobs.count < tally.reduce(0, { $0 + $1.count }) / 8 + 50 else {
      attempts = try store.latestAttempts(of: run.id)
      return
    }
    var attempts: [String: AttemptRecord] = [:]
    for node in jobs {
      attempts[node.name] = try store.latestAttempt(of: node.name, run: run.id)
    }
    self.attempts = attempts
  }

  /// The run's state; one whose runner is gone is not called running.
  package var state: String { RunStatus.state(of: run) }

  /// Returns what a run's record says, unless its runner is gone.
  package static func state(of run: RunRecord) -> String {
    guard run.state == "running", run.ownerHost == Environment.hostName() else { return run.state }
    return run.ownerProcess?.isAlive == true ? "running" : "interrupted"
  }

  /// Counts of jobs and markers; groups are counted by their members.
  package var counts: [(state: JobState, count: Int)] { RunStatus.counts(tally) }

  /// Sums counts over all groups, in the order of the states.
  package static func counts(
    _ tally: [CampaignStore.NodeCount]
  ) -> [(state: JobState, count: Int)] {
    var counted: [JobState: Int] = [:]
    for entry in tally where entry.kind != .group {
      counted[entry.state, default: 0] += entry.count
    }
    return JobState.allCases.compactMap { state in counted[state].map { (state, $0) } }
  }

  /// One line a node.
  package func text() -> String {
    var lines = ["\(run.workflow)  run \(run.id)  \(state)"]
    let width = nodes.map(\.name.count).max() ?? 0
    let groups = Dictionary(grouping: tally.filter { $0.group != nil }) { $0.group ?? "" }
    for node in nodes {
      let name = node.name + String(repeating: " ", count: width - node.name.count)
      lines.append("  \(name)  \(describe(node, groups[node.name] ?? []))")
    }
    lines.append("  " + counts.map { "\($0.count) \($0.state.rawValue)" }.joined(separator: ", "))
    if state == "interrupted" || state == "stopped" {
      lines.append("hint: its runner is gone; cms-cc resume goes on with it")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(_ node: NodeRecord, _ members: [CampaignStore.NodeCount]) -> String {
    var parts = [node.state.rawValue]
    if node.kind == .group {
      let done = members.reduce(0) { $0 + ($1.state == .done ? $1.count : 0) }
      parts.append("\(done) of \(members.reduce(0) { $0 + $1.count }) done")
    }
    if node.state.isActive, let progress = progress(of: node) { parts.append("\(Int(progress)) %") }
    if let seconds = attempts[node.name]?.seconds {
      parts.append(RunView.duration(Int64(seconds * 1e9)))
    }
    if let cause = node.cause { parts.append(cause) }
    if node.state.isActive, let directory = attempts[node.name]?.directory,
      AttemptEvidence(directory: directory).isEndCut
    {
      parts.append("ended; no room to record it")
    }
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
