internal import CampaignStore
internal import EECore
internal import HostIO

// A batch system gets the whole graph at once, and goes on without a runner.
extension Runner {
  /// What was handed over.
  package struct HandedOver: Sendable {
    package let jobs: Int
    package let host: String
  }

  /// Hands all that is left to do over to a batch system, which holds it until all of it is there.
  ///
  /// - Returns: what was handed over; nothing was, where there are no jobs in it.
  /// - Throws: ``RunnerError`` where the graph needs a runner, or where a job was turned away: then
  ///   nothing of it runs.
  package func handOver() throws -> HandedOver {
    let plan = try HandOver(
      graph, engine.vertices, candidates: engine.ledger.candidates(for:),
      isBatch: { hosts.host(at: $0)?.kind == .slurm })
    let name = hosts.host(at: plan.host)?.name ?? ""
    guard !plan.jobs.isEmpty, let backend = try backends.backend(at: plan.host) as? RemoteBackend,
      let starter = backend.starter as? SlurmStarter
    else {
      try switchOff()
      try close(state: isSuccessful ? "done" : "failed")
      return HandedOver(jobs: 0, host: name)
    }
    let leases = try leases(for: plan)
    facts.gather()
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      try facts.record(in: store)
      for (job, lease) in zip(plan.jobs, leases) { try recordHandOver(of: job.vertex, lease) }
    }
    Failpoint.afterIntent.reach()
    starter.hold(plan.waits)
    do {
      for (job, lease) in zip(plan.jobs, leases) { try send(job, lease, to: plan.host) }
      try wait(for: Set(plan.jobs.map(\.vertex)), of: plan.host, starter)
    } catch {
      try takeBack(plan, backend)
      throw error
    }
    try wait(forReleaseBy: starter, of: plan.host)
    try close(state: "stopped")
    return HandedOver(jobs: plan.jobs.count, host: name)
  }

  private func leases(for plan: HandOver) throws(RunnerError) -> [Lease] {
    var leases: [Lease] = []
    for job in plan.jobs {
      guard let request = graph.jobs[job.vertex]?.request else { continue }
      if let problem = engine.ledger.hosts[plan.host].ledger.problem(with: request) {
        throw .needsRunner([(graph.name(of: job.vertex), problem)])
      }
      var lease = engine.ledger.hosts[plan.host].ledger.assumedLease(for: request)
      lease.host = plan.host
      leases.append(lease)
    }
    return leases
  }

  private func recordHandOver(of vertex: Int, _ lease: Lease) throws(StoreError) {
    try recordIntent(of: vertex, lease)
    let name = graph.name(of: vertex)
    try store.recordNode(name, run: record.id, state: .submitted, cause: nil, progress: 0)
    try store.recordEvent(
      JobState.submitted.rawValue, run: record.id, node: name, attempt: attempts[name]?.id,
      detail: nil)
  }

  private func send(_ job: HandOver.Job, _ lease: Lease, to place: Int) throws {
    guard let attempt = attempt(of: job.vertex), let spec = graph.jobs[job.vertex] else { return }
    var submission = surroundings.submission(
      attempt, of: job.vertex, spec, isHere: hosts.isHere(place))
    hosts.show(lease, in: &submission)
    do { try complete(spec, at: place) } catch let error as Diagnostics {
      throw RunnerError.handOverEnded(error.all.first?.message ?? "a script waits for its host")
    }
    submission = try prepared(submission, of: job.vertex, lease)
    submission.remote?.turn = RemoteJob.Turn(level: job.level, wait: job.wait)
    try backends.launch(submission, at: place)
  }

  /// Waits until all jobs are there, and held.
  ///
  /// - Throws: ``RunnerError`` where one is turned away, or where the user does not want it any more.
  private func wait(for vertices: Set<Int>, of place: Int, _ starter: SlurmStarter) throws {
    let host = hosts.host(at: place)?.name ?? ""
    var missing = vertices
    while !missing.isEmpty {
      let news = try listen()
      guard !news.isInterrupted else { throw RunnerError.handOverEnded("interrupted") }
      for report in news.reports { try hear(report, &missing, of: host) }
      observe(self)
    }
  }

  /// Lets all begin that is held: from here on jobs may run, and nothing can be taken back.
  ///
  /// What an interruption leaves held the next runner releases.
  private func wait(forReleaseBy starter: SlurmStarter, of place: Int) throws {
    let host = hosts.host(at: place)?.name ?? ""
    starter.release()
    while starter.isHolding {
      let news = try listen()
      guard !news.isInterrupted else { return }
      for case .reach(let isOpen, let reason) in news.reports {
        unreachable = isOpen ? [:] : [host: reason ?? "no answer"]
      }
      observe(self)
    }
  }

  /// Waits for the next event.
  private func listen() throws -> (reports: [BackendReport], isInterrupted: Bool) {
    var reports: [BackendReport] = []
    for tag in loop.wait(upTo: patience()) {
      if let choice = interruptions.choice(for: tag) {
        if choice != .goOn { return (reports, true) }
      } else {
        reports += try backends.news(for: tag)?.map(\.report) ?? []
      }
    }
    return (reports + (try backends.turn(at: clock.now()).map(\.report)), false)
  }

  private func hear(
    _ report: BackendReport, _ missing: inout Set<Int>, of host: String
  ) throws {
    switch report {
    case .waiting(let vertex, _), .started(let vertex, _, _, _): missing.remove(vertex)
    case .ended(let vertex, let ending):
      guard case .notRun(let reason) = ending.evidence else {
        missing.remove(vertex)
        return
      }
      throw RunnerError.handOverEnded("'\(graph.name(of: vertex))': \(reason)")
    case .neverStarted(let vertex):
      throw RunnerError.handOverEnded("'\(graph.name(of: vertex))' was not taken")
    case .reach(let isOpen, let reason):
      unreachable = isOpen ? [:] : [host: reason ?? "no answer"]
    case .surveyed, .taken, .raising, .interrupted, .used: break
    }
  }

  /// Ends what is held: it has not run, and will not.
  private func takeBack(_ plan: HandOver, _ backend: RemoteBackend) throws {
    let vertices = plan.jobs.map(\.vertex)
    backend.terminate(vertices)
    let end = clock.now() + 60 * Span.second
    while !backend.jobs.all.isEmpty, clock.now() < end {
      for tag in loop.wait(upTo: 200) { _ = try backends.news(for: tag) }
      _ = try backends.turn(at: clock.now())
    }
    // What could not be ended is found by the next runner.
    let left = Set(backend.jobs.all.keys)
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      for vertex in vertices where !left.contains(vertex) { try recordTakenBack(vertex) }
    }
    try close(state: "stopped")
  }

  private func recordTakenBack(_ vertex: Int) throws(StoreError) {
    let name = graph.name(of: vertex)
    attempts[name]?.state = .cancelled
    attempts[name]?.cause = "never started"
    if let attempt = attempts[name] { try store.updateAttempt(attempt) }
    try store.recordNode(name, run: record.id, state: .ready, cause: nil, progress: 0)
  }
}
