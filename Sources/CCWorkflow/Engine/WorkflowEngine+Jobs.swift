internal import CampaignStore

/// The life of a job, from waiting to its end.
extension WorkflowEngine {
  /// What the evidence says of an ending.
  struct Evidence {
    var state: JobState
    var failure: FailureCause?
    var cause: String?
  }

  /// Puts a job that may run into the queue, or off until its retry is due.
  mutating func wait(_ vertex: Int) {
    if let time = vertices[vertex].notBefore, time > now {
      set(vertex, .waiting, vertices[vertex].cause)
      deadlines.set(vertex, .retry, at: time)
    } else {
      enqueue(vertex, vertices[vertex].cause)
    }
  }

  mutating func enqueue(_ vertex: Int, _ cause: String?) {
    guard let demand = vertices[vertex].demand else { return }
    let request = demand.request(
      after: vertices[vertex].retriesUsed, most: ledger.memory(for: demand.request))
    let shape = queue.number(of: request) { ledger.problem(with: $0) }
    if let problem = queue.shapes[shape].problem {
      return finish(vertex, .failed, problem, .launch)
    }
    vertices[vertex].notBefore = nil
    if vertices[vertex].state != .waiting || vertices[vertex].cause != cause {
      set(vertex, .waiting, cause)
    }
    let (priority, turn) = (standings[vertex].priority, turn(of: vertex, request))
    queue.insert(vertex, shape: shape, priority: priority, turn: turn)
    isRoundDue = true
  }

  /// The turn that it has among those of the same priority; a retry keeps it.
  mutating func turn(of vertex: Int, _ request: ResourceRequest) -> Int32 {
    if standings[vertex].turn < 0 {
      standings[vertex].turn = share.turn(
        ofGroup: successors(of: vertex).first { vertices[$0].isJoin },
        priority: standings[vertex].priority, hosts: ledger.candidates(for: request))
    }
    return standings[vertex].turn
  }

  mutating func start(_ vertex: Int, _ attempt: Int?) {
    guard isCurrent(vertex, attempt),
      vertices[vertex].state == .submitted || timeUsed[vertex] != nil
    else { return }
    let used = timeUsed.removeValue(forKey: vertex) ?? 0
    vertices[vertex].started = vertices[vertex].started ?? now - used
    set(vertex, .running, vertices[vertex].cause)
    guard standings[vertex].order == .none, let started = vertices[vertex].started,
      let limit = vertices[vertex].demand?.limit(after: vertices[vertex].retriesUsed)
    else { return }
    deadlines.set(vertex, .limit, at: Span.sum(started, limit))
  }

  /// A limit is for the time in which it runs, and begins anew where it does.
  mutating func interrupt(_ vertex: Int, _ attempt: Int?, isAnew: Bool) {
    guard isCurrent(vertex, attempt), vertices[vertex].state == .running,
      standings[vertex].order == .none
    else { return }
    let used = vertices[vertex].started.map { max(0, now - $0) } ?? timeUsed[vertex] ?? 0
    timeUsed[vertex] = isAnew ? 0 : used
    vertices[vertex].started = nil
    deadlines.remove(vertex)
  }

  /// Whether a report is about the attempt that is under way: late and repeated ones are not.
  private func isCurrent(_ vertex: Int, _ attempt: Int?) -> Bool {
    active.contains(vertex) && (attempt ?? vertices[vertex].attempts) == vertices[vertex].attempts
  }

  mutating func end(_ vertex: Int, _ attempt: Int?, _ reported: Evidence) {
    guard isCurrent(vertex, attempt), reported.state.isFinal, reported.state != .skipped else {
      return
    }
    let order = standings[vertex].order
    let host = vertices[vertex].lease?.host ?? 0
    release(vertex)
    let verdict = judge(reported, vertex, order)
    if ledger.note(verdict.failure, on: host) { judgeWaiting() }
    vertices[vertex].last = Verdict(
      state: verdict.state, failure: verdict.failure, cause: verdict.cause)
    if order != .cancel, retry(vertex, after: verdict) { return }
    finish(vertex, verdict.state, verdict.cause, verdict.failure)
  }

  /// Adds to the evidence why the end was ordered; success and absence of evidence stay what they are.
  private func judge(_ reported: Evidence, _ vertex: Int, _ order: Standing.Order) -> Evidence {
    guard reported.state == .failed || reported.state == .cancelled else {
      let isLost = reported.state == .lost
      return Evidence(
        state: reported.state, failure: isLost ? reported.failure ?? .lost : nil,
        cause: reported.cause)
    }
    switch order {
    case .none: return reported
    case .cancel:
      let cause = reported.state == .cancelled ? reported.cause : Self.cancelCause
      return Evidence(state: .cancelled, cause: cause)
    case .limit:
      return Evidence(state: .failed, failure: .timeout, cause: limitText(of: vertex))
    }
  }

  mutating func takeBack(_ vertex: Int, _ attempt: Int?) {
    guard isCurrent(vertex, attempt) else { return }
    let order = standings[vertex].order
    release(vertex)
    if order == .cancel {
      finish(vertex, .cancelled, Self.cancelCause)
    } else if let stopReason {
      finish(vertex, .skipped, stopReason)
    } else {
      enqueue(vertex, nil)
    }
  }

  private mutating func release(_ vertex: Int) {
    if let lease = vertices[vertex].lease, let demand = vertices[vertex].demand {
      ledger.release(lease, isExclusive: demand.request.isExclusive)
    }
    active.remove(vertex)
    deadlines.remove(vertex)
    standings[vertex].order = .none
    vertices[vertex].lease = nil
    vertices[vertex].started = nil
    timeUsed[vertex] = nil
    vertices[vertex].isKilled = false
    isRoundDue = true
  }

  /// Makes a job wait for another attempt, where its policy has one left.
  private mutating func retry(_ vertex: Int, after verdict: Evidence) -> Bool {
    guard verdict.state != .done, let policy = vertices[vertex].demand?.retry,
      let failure = verdict.failure, policy.causes.contains(failure), stopReason == nil,
      vertices[vertex].retriesUsed < policy.max
    else { return false }
    vertices[vertex].retriesUsed += 1
    vertices[vertex].failure = failure
    let number = vertices[vertex].retriesUsed
    let delay = policy.delay(before: number)
    let cause = policy.note(number, after: delay, verdict.cause ?? failure.rawValue)
    if delay > 0 {
      vertices[vertex].notBefore = Span.sum(now, delay)
      set(vertex, .waiting, cause)
      deadlines.set(vertex, .retry, at: Span.sum(now, delay))
    } else {
      enqueue(vertex, cause)
    }
    return true
  }
}
