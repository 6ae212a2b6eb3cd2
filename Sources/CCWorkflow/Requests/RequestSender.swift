package import CampaignStore
internal import HostIO

/// Asks the owner of a run for something, and waits for its answer.
package struct RequestSender {
  /// What became of a request.
  package enum Outcome: Hashable, Sendable {
    case handled(answer: String)
    /// Its owner lives and has it, and we did not wait.
    case sent
    /// Nobody owns the run, although its jobs may go on: who goes on with it performs the request.
    case kept(jobsGoOn: Bool)
  }

  /// Between two looks at the database; the owner is woken, so this is for its answer only.
  private static let pause: Int32 = 20

  private let store: CampaignStore
  private let run: RunRecord
  private let mailbox: String

  /// Makes a sender for a run whose jobs write below `base`.
  package init(_ run: RunRecord, in store: CampaignStore, base: String) {
    self.store = store
    self.run = run
    mailbox = RequestSender.mailbox(of: run.id, base: base)
  }

  /// Where the owner of a run waits to be woken.
  package static func mailbox(of run: String, base: String) -> String {
    Paths.join(Paths.join(Paths.join(base, ".cms"), run), "wake")
  }

  /// Records a request and wakes the owner.
  ///
  /// - Parameters:
  ///   - action: what is asked for.
  ///   - nodes: what it is about; nil for the whole run.
  ///   - isPatient: whether to wait until it is answered, as long as the owner lives.
  /// - Returns: the request as it is then, and what became of it.
  /// - Throws: ``StoreError``, ``SystemError``, or ``RunnerError`` of a run that is only read here.
  package func send(
    _ action: RequestRecord.Action, nodes: [String]?, isPatient: Bool
  ) throws -> (request: RequestRecord, outcome: Outcome) {
    try OwnedRun.checkOrigin(of: run, in: store)
    let id = try store.insertRequest(action, nodes: nodes, run: run.id)
    // Where it cannot be woken it looks by itself, later.
    _ = try? WakeSocket.wake(mailbox)
    let loop = try EventLoop()
    while true {
      // Asked first: an owner that has gone since may have answered before.
      let isOwned = try isOwned()
      guard let request = try store.request(id) else {
        throw SystemError("cannot find the request in", store.path, code: 0)
      }
      if let answer = request.answer { return (request, .handled(answer: answer)) }
      if !isOwned { return (request, .kept(jobsGoOn: try store.hasActiveNodes(run.id))) }
      if !isPatient { return (request, .sent) }
      _ = loop.wait(upTo: Self.pause)
    }
  }

  /// Whether a process owns the run and lives, as far as we can see.
  private func isOwned() throws(StoreError) -> Bool {
    guard let now = try store.runs(of: run.workflow).first(where: { $0.id == run.id }),
      now.state == "running", let process = now.ownerProcess
    else { return false }
    return now.ownerHost != Environment.hostName() || process.isAlive
  }
}
