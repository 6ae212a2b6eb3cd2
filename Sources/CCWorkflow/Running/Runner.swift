internal import CCResults
package import CampaignStore
internal import HostIO

/// Runs a workflow: feeds the engine what happens, commits what it decides, and does it.
///
/// Everything happens in one loop on one thread: events come in, one transaction records all that
/// follows from them, and only then is anything started.
package final class Runner {
  /// How a run came to its end here.
  package enum Outcome: Sendable {
    case finished
    /// A signal stopped the runner; jobs that run go on without it.
    case interrupted
  }

  private let store: CampaignStore
  private let record: RunRecord
  private let graph: RunGraph
  /// Nodes that the file no longer has: their jobs are collected, and not started again.
  private let removed: [NodeRecord]
  private let surroundings: JobSurroundings
  private let observe: (Runner) -> Void
  private let loop: EventLoop
  private let signals: SignalEvents
  private let backend: any JobBackend
  private let boot = ProcessIdentity.currentBoot()
  private var engine: WorkflowEngine
  private let owner: Int
  private var attempts: [String: AttemptRecord]
  private var startTimes: [Int: Int64] = [:]
  /// The tokens of attempts of an earlier runner that never started.
  private var voided: [Int: String] = [:]
  /// Why attempts that are recorded must not be started.
  private var refusals: [Int: String] = [:]
  /// Whether a job was started, or the end of one was seen.
  package private(set) var hasDoneAnything = false

  /// Takes up a run, whose jobs write below `base`, which is absolute.
  ///
  /// `capacity` is in processors. `observe` is called after every step, and at least every second
  /// while something runs.
  ///
  /// - Throws: ``StoreError`` or ``SystemError``.
  package init(
    _ run: OwnedRun, store: CampaignStore, base: String, capacity: Int,
    observe: @escaping (Runner) -> Void
  ) throws {
    self.store = store
    record = run.record
    owner = run.owner
    self.observe = observe
    let present = try store.nodes(of: record.id)
    removed = try store.removedNodes(of: record.id)
    graph = RunGraph(nodes: present + removed, edges: try store.edges(of: record.id))
    attempts = try store.latestAttempts(of: record.id)
    surroundings = JobSurroundings(run: record.id, base: base, database: store.path)
    loop = try EventLoop()
    signals = try SignalEvents(loop)
    backend = LocalBackend(loop: loop, wrapper: try Wrapper.install(in: surroundings.directory))
    // Each job that runs is watched through two descriptors; a few are ours.
    let watched = max(1, (Environment.openFileLimit() - 32) / 2)
    engine = WorkflowEngine(
      graph.vertices, names: graph.names, graph: graph.graph,
      pool: ResourcePool(cpus: capacity, slots: watched))
  }

  /// Runs until nothing is left to run.
  package func run() throws -> Outcome {
    let found = try recover()
    try process([.begin] + found.events, found.endings)
    observe(self)
    while !engine.isFinished {
      guard !engine.isStuck else { throw RunnerError.stalled }
      if try step() == .interrupted {
        try close(state: "stopped")
        return .interrupted
      }
      observe(self)
    }
    try close(state: isSuccessful ? "done" : "failed")
    return .finished
  }

  /// Waits for something to happen and deals with it.
  private func step() throws -> Outcome {
    var events: [EngineEvent] = []
    var endings: [Int: Ending] = [:]
    for tag in loop.wait(upTo: 1000) {
      if tag == signals.tag {
        if signals.next() != nil { return .interrupted }
        continue
      }
      for report in try backend.reports(for: tag) ?? [] {
        take(report, &events, &endings)
      }
    }
    if let deadline = engine.nextDeadline, deadline <= WallClock.now() { events.append(.tick) }
    if !events.isEmpty { try process(events, endings) }
    return .finished
  }

  private func take(
    _ report: BackendReport, _ events: inout [EngineEvent], _ endings: inout [Int: Ending]
  ) {
    switch report {
    case .started(let vertex, let host, let pid, let time):
      noteStart(vertex, host: host, pid: pid, at: time)
      events.append(.started(vertex))
    case .ended(let vertex, let ending):
      Failpoint.beforeCollect.reach()
      let verdict = Verdict(ending, isKilled: attempt(of: vertex)?.isKilled ?? false)
      endings[vertex] = ending
      events.append(.ended(vertex, verdict.state, cause: verdict.cause))
    }
  }

  /// Finds out about every attempt that an earlier runner had begun.
  private func recover() throws -> (events: [EngineEvent], endings: [Int: Ending]) {
    var events: [EngineEvent] = []
    var endings: [Int: Ending] = [:]
    for vertex in graph.nodes.indices where graph.nodes[vertex].state.isActive {
      guard let attempt = attempt(of: vertex), let job = graph.jobs[vertex] else {
        events.append(.ended(vertex, .lost, cause: "no attempt is recorded"))
        continue
      }
      let submission = surroundings.submission(attempt, of: vertex, job)
      switch try backend.recover(submission) {
      case .running(let host, let pid, let time):
        noteStart(vertex, host: host, pid: pid, at: time)
        events.append(.started(vertex))
      case .ended(let ending):
        take(.ended(ticket: vertex, ending), &events, &endings)
      case .neverStarted:
        voided[vertex] = attempt.id
        attempts[attempt.node]?.state = .cancelled
        attempts[attempt.node]?.cause = "never started"
        let isRemoved = vertex >= graph.nodes.count - removed.count
        events.append(
          isRemoved
            ? .ended(vertex, .cancelled, cause: "removed from the workflow")
            : .neverStarted(vertex))
      }
    }
    return (events, endings)
  }

  /// Feeds the engine, commits all that follows, then starts what it wants started.
  private func process(_ first: [EngineEvent], _ endings: [Int: Ending]) throws {
    var events = first
    var endings = endings
    while !events.isEmpty {
      var effects: [EngineEffect] = []
      for event in events { effects += engine.handle(event, at: WallClock.now()) }
      let abandoned = events.compactMap { event -> AttemptRecord? in
        guard case .neverStarted(let vertex, _) = event else { return nil }
        return attempt(of: vertex)
      }
      let readings = endings.map { vertex, ending in collect(vertex, ending) }
      let launches = effects.compactMap { effect -> Int? in
        guard case .launch(let vertex, _) = effect else { return nil }
        return vertex
      }
      try commit(effects, readings, abandoned: abandoned, launches: launches)
      for _ in launches { Failpoint.afterIntent.reach() }
      hasDoneAnything = hasDoneAnything || !launches.isEmpty || !endings.isEmpty
      events = []
      endings = [:]
      for vertex in launches { try launch(vertex, &events, &endings) }
    }
  }

  /// Records everything in one transaction; intents are durable when this returns.
  private func commit(
    _ effects: [EngineEffect], _ readings: [AttemptReading], abandoned: [AttemptRecord],
    launches: [Int]
  ) throws {
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      for attempt in abandoned { try store.updateAttempt(attempt) }
      for reading in readings { try reading.record(in: store) }
      for vertex in launches { try recordIntent(of: vertex) }
      var recorded: Set<Int> = []
      for case .changed(let vertex) in effects where recorded.insert(vertex).inserted {
        try recordState(of: vertex)
      }
    }
  }

  private func recordState(of vertex: Int) throws(StoreError) {
    guard vertex < graph.nodes.count else { return }
    let node = graph.nodes[vertex].name
    let now = engine.vertices[vertex]
    let progress = now.state == .done ? 100 : 0.0
    try store.recordNode(
      node, run: record.id, state: now.state, cause: now.cause, progress: progress)
    let attempt = attempts[node]
    if now.state == .running, let attempt { try store.updateAttempt(attempt) }
    try store.recordEvent(
      now.state.rawValue, run: record.id, node: node,
      attempt: now.state.isActive || now.state.isFinal ? attempt?.id : nil, detail: now.cause)
  }

  private func recordIntent(of vertex: Int) throws(StoreError) {
    let node = graph.nodes[vertex]
    let number = (attempts[node.name]?.number ?? 0) + 1
    let attempt = AttemptRecord(
      id: RandomIdentifier.make(), node: node.name, number: number,
      directory: surroundings.directory(ofAttempt: number, node: node.name), state: .submitted,
      boot: boot, neighbours: max(0, engine.activeCount - 1), input: node.input,
      submitted: WallClock.text(WallClock.now()))
    attempts[node.name] = attempt
    try store.insertAttempt(attempt, run: record.id)
    // Asked where the intent is committed: a runner of another run may have been quicker.
    guard let uuid = node.uuid else { return }
    let this = CampaignStore.ActiveNode(run: record.id, name: node.name)
    refusals[vertex] = try store.activeTwin(of: uuid, node: this).map {
      "it runs already, as '\($0.name)' of run \($0.run)"
    }
  }

  private func launch(
    _ vertex: Int, _ events: inout [EngineEvent], _ endings: inout [Int: Ending]
  ) throws {
    guard let attempt = attempt(of: vertex) else { return }
    var reason = "its description cannot be read"
    if let refusal = refusals.removeValue(forKey: vertex) {
      reason = refusal
    } else if let job = graph.jobs[vertex] {
      surroundings.unlinkLog(of: job)
      do throws(LaunchFailure) {
        var submission = surroundings.submission(attempt, of: vertex, job)
        submission.voided = voided.removeValue(forKey: vertex)
        return try backend.launch(submission)
      } catch {
        switch error {
        case .notStarted(let error): reason = "\(error)"
        case .taken: reason = "a job of another runner is running in '\(job.directory)'"
        case .unwatched(let error): throw error
        }
      }
    }
    let ending = Ending(evidence: .notRun(reason: reason), started: nil, ended: nil)
    take(.ended(ticket: vertex, ending), &events, &endings)
  }

  private func collect(_ vertex: Int, _ ending: Ending) -> AttemptReading {
    let node = graph.nodes[vertex].name
    let now = engine.vertices[vertex]
    attempts[node]?.state = now.state
    attempts[node]?.cause = now.cause
    startTimes[vertex] = nil
    let reading = AttemptReading(attempts[node], ending)
    attempts[node] = reading.attempt ?? attempts[node]
    if let attempt = attempts[node], let job = graph.jobs[vertex] {
      surroundings.linkLog(of: attempt, job)
    }
    return reading
  }

  private func noteStart(_ vertex: Int, host: String, pid: Int32, at time: Int64) {
    let node = graph.nodes[vertex].name
    startTimes[vertex] = time
    attempts[node]?.state = .running
    attempts[node]?.host = host
    attempts[node]?.pid = Int(pid)
    attempts[node]?.noteStart(time)
  }

  private func attempt(of vertex: Int) -> AttemptRecord? { attempts[graph.nodes[vertex].name] }

  private func close(state: String) throws(StoreError) {
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      try store.recordRun(record.id, state: state, ended: WallClock.text(WallClock.now()))
      try store.recordEvent("run \(state)", run: record.id, node: nil, attempt: nil, detail: nil)
    }
    // A convenience: where it has no room, the run has ended all the same.
    if hasDoneAnything { try? store.backUp() }
  }
}

extension Runner {
  /// Whether every node is done.
  package var isSuccessful: Bool { engine.vertices.allSatisfy { $0.state == .done } }

  /// Returns what a view shows.
  ///
  /// - Cost: O(nodes), and a read of the log of each running job and of each of the first failures.
  package func snapshot() -> RunSnapshot {
    RunSnapshot(
      workflow: record.workflow, run: record.id, graph.nodes,
      states: engine.vertices.prefix(graph.nodes.count).map { ($0.state, $0.cause) },
      started: startTimes, directory: { self.attempts[$0]?.directory })
  }
}
