internal import CampaignStore

/// Groups: their members, how open ones get more, and what becomes of the whole.
extension WorkflowEngine {
  func members(of join: Int) -> [Int] {
    let before = join < graph.count ? Array(graph.predecessors(of: join)) : []
    return before.filter { $0 != groups[join]?.gate } + (groups[join]?.added ?? [])
  }

  /// All members have ended: an open group whose members are all done may get more.
  mutating func reachEnd(ofGroup join: Int) {
    if standings[join].bad == 0, let cause = causeOfLeavingOut(join) {
      return leaveOut(join, cause)
    }
    guard let group = groups[join], group.isOpen, standings[join].bad == 0 else {
      let (state, cause) = summary(ofGroup: join)
      return finish(join, state, cause)
    }
    if group.isCancelled { return finish(join, .cancelled, Self.cancelCause) }
    if let stopReason { return finish(join, .skipped, stopReason) }
    guard !group.isAsked, let gate = group.gate else { return }
    groups[join]?.isAsked = true
    questions += 1
    effects.append(.expand(gate))
  }

  /// Why a group is left out: because of its own decision, or of that about each of its members.
  private func causeOfLeavingOut(_ join: Int) -> String? {
    if let gate = groups[join]?.gate, vertices[gate].isLeftOut { return vertices[gate].cause ?? "" }
    guard groups[join]?.isOpen == false else { return nil }
    let members = members(of: join)
    guard let first = members.first, members.allSatisfy({ vertices[$0].isLeftOut }) else {
      return nil
    }
    return vertices[first].cause ?? ""
  }

  mutating func forgetExpansion(of join: Int) {
    guard groups[join]?.isAsked == true else { return }
    groups[join]?.isAsked = false
    questions -= 1
  }

  /// Adds members; none at all closes the group, for nothing would ever ask again.
  mutating func expand(_ gate: Int, _ members: [Vertex], _ isClosed: Bool) {
    guard let join = joinOfGate[gate], groups[join]?.isAsked == true else { return }
    forgetExpansion(of: join)
    if isClosed || members.isEmpty { groups[join]?.isOpen = false }
    let first = vertices.count
    for member in members { add(member, to: join) }
    queue.grow(by: members.count)
    if members.isEmpty { return reach(join) }
    for vertex in first..<vertices.count { reach(vertex) }
  }

  /// A group whose members cannot be found has failed, whatever became of those that it had.
  ///
  /// It counts as a failure, for no member of it does.
  mutating func cannotExpand(_ gate: Int, _ cause: String) {
    guard let join = joinOfGate[gate], groups[join]?.isAsked == true else { return }
    forgetExpansion(of: join)
    failures += 1
    finish(join, .failed, cause)
  }

  private mutating func add(_ member: Vertex, to join: Int) {
    groups[join]?.added.append(vertices.count)
    joinsOfAdded.append(join)
    let own: Int32 = member.demand == nil ? 0 : 1
    standings.append(Standing(priority: standings[join].priority + own))
    standings[join].pending += 1
    vertices.append(Vertex(member.role, needsDecision: member.needsDecision))
    unfinished += 1
  }

  /// A group is what its worst member is, with all counts as the cause.
  func summary(ofGroup join: Int) -> (JobState, String?) {
    guard standings[join].bad > 0 else { return (.done, nil) }
    let members = members(of: join)
    var counts: [JobState: Int] = [:]
    for member in members { counts[vertices[member].state, default: 0] += 1 }
    if counts[.skipped, default: 0] == members.count {
      // What kept all of them from starting says more than how many they are.
      if let gate = groups[join]?.gate, vertices[gate].state != .done {
        return (vertices[gate].state, vertices[gate].cause)
      }
      let causes = Set(members.map { vertices[$0].cause })
      if causes.count == 1 { return (.skipped, vertices[members[0]].cause) }
    }
    let bad = [JobState.failed, .lost, .cancelled, .skipped].filter { counts[$0] != nil }
    let cause = bad.map { "\(counts[$0] ?? 0) of \(members.count) \($0.rawValue)" }
    return (bad.first ?? .failed, cause.joined(separator: ", "))
  }
}
