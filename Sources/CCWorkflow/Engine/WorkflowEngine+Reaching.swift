internal import CampaignStore

/// What follows from an ending for what stands behind it.
extension WorkflowEngine {
  /// Tells those behind each ended vertex, until nothing follows any more.
  mutating func settle() {
    while let vertex = ended.popLast() {
      for next in successors(of: vertex) { tell(next, about: vertex) }
    }
  }

  private mutating func tell(_ vertex: Int, about predecessor: Int) {
    let isFine = vertices[predecessor].isFine
    if !isFine { standings[vertex].bad += 1 }
    if vertices[predecessor].role == .gate, vertices[predecessor].isLeftOut,
      !vertices[vertex].isJoin
    {
      leaveOut(vertex, vertices[predecessor].cause)
    } else if isFine || vertices[vertex].isJoin {
      standings[vertex].pending -= 1
      if standings[vertex].pending == 0 { reach(vertex) }
    } else if !vertices[vertex].state.isFinal, !vertices[vertex].state.isActive {
      // What runs already, because the dependency came later, ends by its own evidence.
      finish(vertex, .skipped, reason(forSkippingBehind: predecessor))
    }
  }

  /// Skips a vertex without harm to what depends on it.
  mutating func leaveOut(_ vertex: Int, _ cause: String?) {
    guard !vertices[vertex].state.isFinal, !vertices[vertex].state.isActive else { return }
    vertices[vertex].isLeftOut = true
    finish(vertex, .skipped, cause)
  }

  func reason(forSkippingBehind vertex: Int) -> String? {
    if vertices[vertex].role == .gate { return vertices[vertex].cause }
    return "'\(name(of: vertex))' \(WorkflowEngine.verb(vertices[vertex].state))"
  }

  private static func verb(_ state: JobState) -> String {
    switch state {
    case .cancelled: "was cancelled"
    case .skipped: "was skipped"
    case .lost: "was lost"
    case .unverified: "is unverified"
    default: "failed"
    }
  }

  /// All that a vertex depends on has ended.
  mutating func reach(_ vertex: Int) {
    guard vertices[vertex].state == .ready else { return }
    if let stopReason, !vertices[vertex].isJoin { return finish(vertex, .skipped, stopReason) }
    if vertices[vertex].needsDecision, standings[vertex].decision != .made {
      return ask(about: vertex)
    }
    switch vertices[vertex].role {
    case .job: wait(vertex)
    case .marker, .gate: finish(vertex, .done, nil)
    case .join: reachEnd(ofGroup: vertex)
    }
  }

  private mutating func ask(about vertex: Int) {
    guard standings[vertex].decision == .none else { return }
    standings[vertex].decision = .asked
    questions += 1
    effects.append(.decide(vertex))
  }

  mutating func decide(_ vertex: Int, _ decision: Decision) {
    guard isValid(vertex), standings[vertex].decision == .asked else { return }
    forgetQuestion(about: vertex)
    switch decision {
    case .run:
      standings[vertex].decision = .made
      reach(vertex)
    case .skip(let reason): leaveOut(vertex, reason)
    case .fail(let reason): finish(vertex, .failed, reason)
    }
  }

  private mutating func forgetQuestion(about vertex: Int) {
    guard standings[vertex].decision == .asked else { return }
    standings[vertex].decision = .none
    questions -= 1
  }

  mutating func finish(
    _ vertex: Int, _ state: JobState, _ cause: String?, _ failure: FailureCause? = nil
  ) {
    forgetQuestion(about: vertex)
    // It may have held others back.
    if queue.remove(vertex) { isRoundDue = true }
    deadlines.remove(vertex)
    vertices[vertex].failure = failure
    vertices[vertex].notBefore = nil
    set(vertex, state, cause)
    unfinished -= 1
    ended.append(vertex)
    if state == .failed || state == .lost, !vertices[vertex].isJoin { failures += 1 }
  }
}
