internal import CampaignStore

/// Who starts next, and with what.
extension WorkflowEngine {
  /// The first job of a shape, in the order in which shapes are looked at.
  private struct Turn: Comparable {
    let entry: ReadyQueue.Entry
    let shape: Int

    static func < (left: Turn, right: Turn) -> Bool { left.entry < right.entry }
  }

  /// Starts what fits; one that does not holds back those that want what it is short of.
  ///
  /// - Cost: O(shapes + launches) times their logarithm.
  mutating func launch() {
    guard isRoundDue, hasBegun, !isPaused, stopReason == nil else { return }
    isRoundDue = false
    var turns = Heap<Turn>()
    for shape in queue.shapes.indices { add(shape, to: &turns) }
    var withheld = Array(repeating: Shortage(), count: ledger.hosts.count)
    while hasRoom(withheld), let turn = turns.removeFirst() {
      let request = queue.shapes[turn.shape].request
      switch ledger.allotment(for: request, withholding: withheld) {
      case .lease(let lease):
        queue.remove(Int(turn.entry.vertex))
        queue.clearShortage(at: turn.shape)
        survey([lease.host])
        submit(Int(turn.entry.vertex), lease)
        add(turn.shape, to: &turns)
      case .short(let shortage, let host):
        survey(ledger.candidates(for: request))
        withheld[host].formUnion(queue.note(shortage, at: turn.shape, host: host))
      }
    }
  }

  /// Wants hosts asked what they have that nobody has asked yet.
  private mutating func survey(_ hosts: [Int]) {
    for host in ledger.presumed(among: hosts) where surveyed.insert(host).inserted {
      effects.append(.survey(host))
    }
  }

  /// Whether there is a host where something may start that is not withheld as a whole.
  private func hasRoom(_ withheld: [Shortage]) -> Bool {
    ledger.hosts.indices.contains { ledger.hosts[$0].hasRoom && !withheld[$0].host }
  }

  private mutating func add(_ shape: Int, to turns: inout Heap<Turn>) {
    if let entry = queue.first(of: shape) { turns.insert(Turn(entry: entry, shape: shape)) }
  }

  private mutating func submit(_ vertex: Int, _ lease: Lease) {
    ledger.take(lease, isExclusive: vertices[vertex].demand?.request.isExclusive ?? false)
    active.insert(vertex)
    vertices[vertex].lease = lease
    vertices[vertex].attempts += 1
    vertices[vertex].started = nil
    vertices[vertex].isKilled = false
    set(vertex, .submitted)
    share.note(standings[vertex].turn, priority: standings[vertex].priority, host: lease.host)
    effects.append(.launch(vertex, lease))
  }

  /// What a host has is not what it was: leases stay, and what can never start any more has failed.
  mutating func change(_ host: Int, to pool: ResourcePool) {
    guard ledger.hosts.indices.contains(host) else { return }
    let holders = Array(active.filter { vertices[$0].lease?.host == host })
    var leases = holders.compactMap { vertices[$0].lease }
    ledger.change(host, to: pool, leases: &leases)
    for (vertex, lease) in zip(holders, leases) { vertices[vertex].lease = lease }
    judgeWaiting()
  }

  mutating func set(_ host: Int, isOpen: Bool) {
    guard ledger.hosts.indices.contains(host) else { return }
    ledger.set(host, isOpen: isOpen)
    isRoundDue = true
  }

  /// What waits and can never start any more has failed.
  mutating func judgeWaiting() {
    queue.judge { ledger.problem(with: $0) }
    for shape in queue.shapes.indices where queue.shapes[shape].problem != nil {
      while let entry = queue.first(of: shape) {
        let vertex = Int(entry.vertex)
        queue.remove(vertex)
        // A retry may have asked for more only because there was more.
        enqueue(vertex, vertices[vertex].cause)
      }
    }
    isRoundDue = true
  }
}
