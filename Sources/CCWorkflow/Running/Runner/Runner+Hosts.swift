internal import CampaignStore
internal import HostIO

/// What becomes of hosts besides the jobs that they run.
extension Runner {
  /// Nanoseconds between two questions about devices that somebody else has.
  static let pauseBetweenLooks: Int64 = 5_000_000_000
  /// Jobs that are named at the end.
  private static let mostLeavings = 5
  private static let pauseBetweenSurveys: Int64 = 30_000_000_000

  /// Sees whether devices that somebody else had are free again.
  func lookForDevices(into step: inout RunnerStep) throws {
    let now = clock.now()
    if !hosts.taken.isEmpty, now >= nextSurvey {
      for place in hosts.taken { try backends.survey(at: place) }
      nextSurvey = now + Self.pauseBetweenSurveys
    }
    guard hosts.here.areTaken, now >= nextLook else { return }
    let active = attempts.values.filter(\.state.isActive).map(\.id)
    if hosts.here.lookAgain(attempts: Set(active)) {
      step.events.append(.pool(hosts.here.pool(slots: slots, needsDevices: true)))
    }
    nextLook = now + Self.pauseBetweenLooks
  }

  /// Keeps what a job left on another host.
  func record(_ text: String, leftBy vertex: Int) throws(StoreError) {
    let node = graph.name(of: vertex)
    leavings.append("'\(node)': \(text)")
    try store.recordEvent(
      "left_on_host", run: record.id, node: node, attempt: attempts[node]?.id, detail: text)
  }

  /// What is said to the user at the end, besides what became of the nodes.
  package var warnings: [String] {
    let more = leavings.count - Self.mostLeavings
    return problems + leavings.prefix(Self.mostLeavings)
      + (more > 0 ? ["\(more) more jobs left files on other hosts: events 'left_on_host'"] : [])
  }

  /// Switches off the hosts that were switched on for the run, by whichever runner.
  ///
  /// Who interrupts this does not want to wait: what was called goes on.
  func switchOff() throws {
    backends.abandon()
    let calls = HostsDown(surroundings.hostRecords, in: loop, at: clock.now())
    waiting: while calls.isBusy {
      for tag in loop.wait(upTo: 1000) where !calls.take(tag) {
        if let choice = interruptions.choice(for: tag) {
          if case .goOn = choice { continue }
          break waiting
        }
        // What other hosts still have to say changes nothing any more.
        _ = try backends.news(for: tag)
      }
      calls.stop(at: clock.now())
    }
    problems += calls.problems
    guard !calls.problems.isEmpty else { return }
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      for problem in calls.problems {
        try store.recordEvent(
          "host_left_on", run: record.id, node: nil, attempt: nil, detail: problem)
      }
    }
  }
}
