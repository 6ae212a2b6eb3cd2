package import CampaignStore
internal import EECampaign
internal import EECore
internal import HostIO

/// Reads again what the jobs of a run left, with the results that its files declare now; nothing runs.
///
/// A job with exit code 0 is judged anew: one that had failed for a result that was not found is
/// done once it is, and the other way round.
package struct ResultsReader {
  /// What came of it.
  package struct Summary: Hashable, Sendable {
    /// Attempts that were read, and those of them whose values are others now.
    package var read = 0
    package var changed = 0
    /// Attempts of which nothing is left to read; their values stay.
    package var gone = 0
    /// Nodes that count as done now, and nodes that no longer do.
    package var done: [String] = []
    package var failed: [String] = []
    /// What could not be read, in words.
    package var problems: [String] = []
  }

  /// What a node declares.
  private struct Declared {
    var results: [ResultSpec]
    /// Nil where only what is stored is known.
    var success: [ConditionText]?
  }

  private let run: OwnedRun
  private let store: CampaignStore
  private let declared: [String: Declared]

  /// Takes what is declared from a study; without one, from what the run has stored.
  package init(_ run: OwnedRun, in store: CampaignStore, study: Study?) {
    self.run = run
    self.store = store
    var declared: [String: Declared] = [:]
    for node in study?.spec.nodes ?? [] {
      let campaign = study?.campaigns[node.name]
      declared[node.name] = Declared(
        results: (campaign?.results ?? []) + node.results,
        success: (campaign?.success.map { [ConditionText($0)] } ?? []) + node.successes)
    }
    self.declared = declared
  }

  /// Reads all attempts that have ended.
  ///
  /// - Parameter progress: called with how many attempts are done, and how many there are.
  /// - Returns: what came of it.
  /// - Throws: ``StoreError``; nothing is changed then but what was recorded so far, which is whole
  ///   attempts.
  package func perform(_ progress: (Int, Int) -> Void) throws -> Summary {
    var summary = Summary()
    let nodes = try store.nodes(of: run.record.id, all: true)
    let places = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { $1 }
    let attempts = try store.endedAttempts(of: run.record.id).sorted {
      ($0.node, $0.number) < ($1.node, $1.number)
    }
    let values = StoredValues(store, run: run.record.id)
    var changedGroups: Set<String> = []
    // Large enough that a transaction costs little, small enough that little is read in vain.
    for start in stride(from: 0, to: attempts.count, by: 500) {
      let part = start..<min(start + 500, attempts.count)
      try store.transaction(of: run.record.id, owner: run.owner) { () throws(StoreError) in
        do {
          for index in part {
            let attempt = attempts[index]
            guard let place = places[attempt.node] else { continue }
            let next =
              index + 1 < attempts.count && attempts[index + 1].node == attempt.node
              ? attempts[index + 1] : nil
            try read(attempt, next: next, nodes[place], values, &changedGroups, &summary)
          }
        } catch let error as StoreError { throw error } catch {
          throw StoreError(.damaged, path: store.path, "\(error)")
        }
      }
      progress(part.upperBound, attempts.count)
    }
    try settle(nodes, changedGroups)
    return summary
  }

  private func declaration(of node: NodeRecord) -> Declared {
    declared[node.group ?? node.name] ?? Declared(results: [], success: nil)
  }

  private func read(
    _ attempt: AttemptRecord, next: AttemptRecord?, _ node: NodeRecord, _ values: StoredValues,
    _ groups: inout Set<String>, _ summary: inout Summary
  ) throws {
    guard let job = node.job.flatMap(JobSpec.init(json:)) else { return }
    guard Files.status(AttemptEvidence(directory: attempt.directory).logPath) != nil else {
      summary.gone += 1
      return
    }
    var declared = declaration(of: node)
    let earlier = try store.results(of: node.group ?? node.name, run: run.record.id)
    if declared.success == nil { declared.results = earlier }
    let reading = AttemptReading(
      again: attempt, results: declared.results, in: job.directory, isOwn: job.place != nil,
      next: next)
    summary.read += 1
    summary.problems += reading.problems.map { "\(attempt.node): \($0)" }
    // What was read once is not lost with its file: only what is declared no more goes.
    let isChanged = try reading.replace(in: store) { name in
      guard let result = declared.results.first(where: { $0.name == name }) else {
        return !earlier.contains { $0.name == name }
      }
      return result.file.map(reading.gone.contains) ?? false
    }
    if isChanged { summary.changed += 1 }
    // Nothing says that a job did not leave what is gone by now: its state stands.
    guard reading.gone.isEmpty else {
      for file in reading.gone.sorted() {
        summary.problems.append("\(attempt.node): '\(file)' is not there any more")
      }
      return
    }
    guard attempt.exitCode == 0, !attempt.isKilled,
      attempt.state == .done || attempt.failure == FailureCause.success.rawValue
    else { return }
    let verdict = try SuccessJudge(values: values).verdict(
      of: job, reading, results: declared.results, success: declared.success)
    guard verdict.state != attempt.state || verdict.cause != attempt.cause else { return }
    var judged = attempt
    judged.state = verdict.state
    judged.cause = verdict.cause
    judged.failure = verdict.failure?.rawValue
    try store.updateAttempt(judged)
    guard next == nil, node.state == .done || node.state == .failed else { return }
    try store.recordNode(
      node.name, run: run.record.id, state: verdict.state, cause: verdict.cause,
      progress: verdict.state == .done ? 100 : 0)
    guard verdict.state != node.state else { return }
    try store.recordEvent(
      verdict.state.rawValue, run: run.record.id, node: node.name, attempt: attempt.id,
      detail: verdict.cause ?? "its results were read again")
    if verdict.state == .done {
      summary.done.append(node.name)
    } else {
      summary.failed.append(node.name)
    }
    if let group = node.group { groups.insert(group) }
  }

  /// Brings groups, what is declared, and the run up to date.
  private func settle(_ nodes: [NodeRecord], _ groups: Set<String>) throws {
    let id = run.record.id
    let settlement = try store.settlement(of: id)
    try store.transaction(of: id, owner: run.owner) { () throws(StoreError) in
      for node in nodes where node.group == nil {
        if let declared = declared[node.name] {
          try store.record(results: declared.results, of: node.name, run: id)
        }
      }
      for group in groups.sorted() { try store.settle(group: group, run: id) }
      let isOver = settlement != nil
      let isSuccessful = try store.settlement(of: id)?.isSuccessful ?? false
      let state = isOver ? (isSuccessful ? "done" : "failed") : run.record.state
      try store.recordRun(
        id, state: state == "running" ? "stopped" : state,
        ended: run.record.ended ?? WallClock.text(WallClock.now()))
    }
  }
}
