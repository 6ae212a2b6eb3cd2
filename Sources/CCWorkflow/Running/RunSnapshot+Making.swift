internal import CampaignStore
internal import HostIO

extension RunSnapshot {
  /// Failures whose logs are quoted.
  private static let quotedFailures = 5

  /// Counts the states and reads the logs that are worth it.
  init(
    workflow: String, run: String, _ nodes: [NodeRecord?], states: [(JobState, String?)],
    started: [Int: Int64], directory: (String) -> String?
  ) {
    var counts: [JobState: Int] = [:]
    var groups: [String: Group] = [:]
    var order: [String] = []
    var running: [Running] = []
    var failures: [Failure] = []
    var ownFailures: [(name: String, cause: String?)] = []
    for (index, node) in nodes.enumerated() {
      // Gates stand for nothing that people see.
      guard let node else { continue }
      let (state, cause) = states[index]
      if node.kind == .group {
        groups[node.name] = Group(name: node.name)
        order.append(node.name)
        // It failed by itself: its members are not to be found, or its loop missed its mark.
        if state == .failed { ownFailures.append((node.name, cause)) }
        continue
      }
      counts[state, default: 0] += 1
      if let group = node.group { groups[group]?.counts[state, default: 0] += 1 }
      let records = directory(node.name).map { AttemptEvidence(directory: $0) }
      let log = records?.logPath
      if state.isActive {
        let progress = log.flatMap(LogTail.progress(of:))
        running.append(
          Running(
            name: node.name, started: started[index], progress: progress,
            lacksRoom: records?.isEndCut ?? false))
      } else if state == .failed || state == .lost {
        let lines = failures.count < Self.quotedFailures
        failures.append(
          Failure(
            name: node.name, state: state, cause: cause,
            lastLines: lines ? log.map { LogTail.lines(of: $0, count: 3) } ?? [] : []))
      }
    }
    failures += ownFailures.filter { groups[$0.name]?.unsuccessful == 0 }.map {
      Failure(name: $0.name, state: .failed, cause: $0.cause, lastLines: [])
    }
    self.init(
      workflow: workflow, run: run, counts: counts, groups: order.compactMap { groups[$0] },
      running: running, failures: failures)
  }
}
