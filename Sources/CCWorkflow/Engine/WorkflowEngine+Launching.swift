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
    var withheld = Shortage()
    while ledger.hasSlot, !withheld.host, let turn = turns.removeFirst() {
      let request = queue.shapes[turn.shape].request
      switch ledger.allotment(for: request, withholding: withheld) {
      case .lease(let lease):
        queue.remove(Int(turn.entry.vertex))
        queue.clearShortage(at: turn.shape)
        submit(Int(turn.entry.vertex), lease)
        add(turn.shape, to: &turns)
      case .short(let shortage): withheld.formUnion(queue.note(shortage, at: turn.shape))
      }
    }
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
    effects.append(.launch(vertex, lease))
  }

  /// What there is has changed: leases stay, and what can never start any more has failed.
  mutating func change(to pool: ResourcePool) {
    let holders = Array(active)
    var leases = holders.compactMap { vertices[$0].lease }
    ledger.change(to: pool, leases: &leases)
    for (vertex, lease) in zip(holders, leases) { vertices[vertex].lease = lease }
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
