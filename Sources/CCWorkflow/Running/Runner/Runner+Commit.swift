internal import CampaignStore
internal import HostIO

/// Recording what follows from a step before any of it is done.
extension Runner {
  /// Records everything in one transaction; intents are durable when this returns.
  func commit(_ step: RunnerStep, _ work: RunnerWork) throws {
    let readings = step.readings.map { vertex, reading in collect(vertex, reading) }
    // Asked before the database is held.
    if !work.launches.isEmpty { facts.gather() }
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      try facts.record(in: store)
      for attempt in step.abandoned { try store.updateAttempt(attempt) }
      for reading in readings { try reading.record(in: store, run: record.id) }
      for expansion in step.expansions {
        try store.insert(expansion.members, [], run: record.id)
        guard expansion.isClosed else { continue }
        try store.recordOpen(false, group: expansion.group, run: record.id)
      }
      for (vertex, lease) in work.launches { try recordIntent(of: vertex, lease) }
      // What is to end may be what is about to start.
      for vertex in work.terminations { try recordOrder(toEnd: vertex) }
      for vertex in work.changes { try recordState(of: vertex) }
      for note in step.notes { try record(note.reason, of: note.vertex) }
      for event in step.hostEvents { try record(event) }
      if isPauseNews { try recordPause() }
      for leaving in step.leavings { try record(leaving.text, leftBy: leaving.vertex) }
      for answer in step.answers { try store.answer(answer.request, answer.text) }
    }
    wasPaused = engine.isPaused
    for _ in work.launches { Failpoint.afterIntent.reach() }
    for _ in work.terminations { Failpoint.afterKillIntent.reach() }
    if step.expansions.contains(where: { !$0.members.isEmpty }) { Failpoint.afterExpansion.reach() }
    if !step.answers.isEmpty { Failpoint.afterRequest.reach() }
  }

  /// Brings what is known of an ended attempt together with what became of its node.
  private func collect(_ vertex: Int, _ reading: AttemptReading) -> AttemptReading {
    startTimes[vertex] = nil
    guard var attempt = reading.attempt, let verdict = engine.vertices[vertex].last else {
      return reading
    }
    attempt.state = verdict.state
    attempt.cause = verdict.cause
    attempt.failure = verdict.failure?.rawValue
    attempts[attempt.node] = attempt
    if let job = graph.jobs[vertex] { surroundings.linkLog(of: attempt, job) }
    return reading.with(attempt)
  }

  private func recordState(of vertex: Int) throws(StoreError) {
    guard let node = graph.nodes[vertex] else { return }
    let now = engine.vertices[vertex]
    let progress = now.state == .done ? 100 : 0.0
    notes[vertex] = nil
    try store.recordNode(
      node.name, run: record.id, state: now.state, cause: now.cause, progress: progress)
    if now.retriesUsed != node.retries {
      try store.recordRetries(now.retriesUsed, of: node.name, run: record.id)
      graph.note(retries: now.retriesUsed, of: vertex)
    }
    let attempt = attempts[node.name]
    if now.state == .running, let attempt { try store.updateAttempt(attempt) }
    try store.recordEvent(
      now.state.rawValue, run: record.id, node: node.name,
      attempt: now.state.isActive || now.state.isFinal ? attempt?.id : nil, detail: now.cause)
  }

  /// Keeps why a job does not run yet.
  private func record(_ reason: String?, of vertex: Int) throws(StoreError) {
    let state = engine.vertices[vertex].state
    guard let node = graph.nodes[vertex], state.isActive, engine.vertices[vertex].cause == nil
    else {
      return
    }
    notes[vertex] = reason.map { $0.isEmpty ? "queued" : "queued: \($0)" }
    try store.recordNode(
      node.name, run: record.id, state: state, cause: notes[vertex], progress: 0)
  }

  /// Why a vertex is in its state, as far as that is known.
  func cause(of vertex: Int) -> String? { engine.vertices[vertex].cause ?? notes[vertex] }

  func recordIntent(of vertex: Int, _ lease: Lease) throws(StoreError) {
    guard let node = graph.nodes[vertex] else { return }
    let number = (attempts[node.name]?.number ?? 0) + 1
    let attempt = AttemptRecord(
      id: RandomIdentifier.makeInOrder(), node: node.name, number: number,
      directory: surroundings.directory(ofAttempt: number, node: node.name), state: .submitted,
      boot: boot, neighbours: max(0, engine.activeCount - 1), input: node.input,
      submitted: WallClock.text(WallClock.now()), cpus: lease.cpus, memory: lease.memory,
      gpu: hosts.text(of: lease), processors: ProcessorText.text(lease.processors),
      place: hosts.host(at: lease.host)?.name)
    attempts[node.name] = attempt
    try store.insertAttempt(
      attempt, run: record.id,
      facts: hosts.isHere(lease.host) ? facts.here : facts.elsewhere)
    // Asked where the intent is committed: a runner of another run may have been quicker.
    guard let uuid = node.uuid else { return }
    let this = CampaignStore.ActiveNode(run: record.id, name: node.name)
    refusals[vertex] = try store.activeTwin(of: uuid, node: this).map {
      "it runs already, as '\($0.name)' of run \($0.run)"
    }
  }

  func record(_ event: HostEvent) throws(StoreError) {
    try store.recordEvent(
      event.kind.rawValue, run: record.id, node: nil, attempt: nil, detail: event.text)
  }

  private var isPauseNews: Bool { engine.isPaused != wasPaused }

  private func recordPause() throws(StoreError) {
    try store.recordEvent(
      engine.isPaused ? CampaignStore.pausedEvent : CampaignStore.unpausedEvent, run: record.id,
      node: nil, attempt: nil, detail: nil)
  }

  /// That we end a job is evidence of how it ended, so it is recorded before we do.
  private func recordOrder(toEnd vertex: Int) throws(StoreError) {
    let node = graph.name(of: vertex)
    attempts[node]?.isKilled = true
    attempts[node]?.failure = engine.reasonToEnd(vertex)?.rawValue
    if let attempt = attempts[node] { try store.updateAttempt(attempt) }
  }
}
