internal import CampaignStore
internal import HostIO

/// What an earlier runner left behind.
extension Runner {
  /// Finds out about every attempt that an earlier runner had begun.
  func recover() throws -> RunnerStep {
    var step = RunnerStep()
    for vertex in 0..<graph.nodeCount {
      guard let node = graph.nodes[vertex], node.state.isActive else { continue }
      guard let attempt = attempt(of: vertex), let job = graph.jobs[vertex] else {
        step.events.append(.ended(vertex, .lost, .lost, cause: "no attempt is recorded"))
        continue
      }
      let lease = engine.vertices[vertex].lease ?? Lease(cpus: job.cpus)
      let place = lease.host
      var submission = surroundings.submission(
        attempt, of: vertex, job, isHere: hosts.isHere(place))
      submission.isEnding = attempt.isKilled
      if lacksRecords, place == 0 { submission.wasSeenRunning = true }
      switch try backends.recover(prepared(submission, of: vertex, lease), at: place) {
      case .running(let host, let pid, let time):
        noteStart(vertex, host: host, pid: pid, at: time)
        step.events.append(.started(vertex))
      case .ended(let ending):
        try take(.ended(ticket: vertex, ending), at: place, into: &step)
      case .neverStarted: abandon(attempt, of: vertex, into: &step)
      case .unknown: break
      }
    }
    return step
  }

  func abandon(_ attempt: AttemptRecord, of vertex: Int, into step: inout RunnerStep) {
    voided[vertex] = attempt.id
    attempts[attempt.node]?.state = .cancelled
    attempts[attempt.node]?.cause = "never started"
    if let record = attempts[attempt.node] { step.abandoned.append(record) }
    step.events.append(
      removed.contains(attempt.node)
        ? .ended(vertex, .cancelled, cause: "removed from the workflow") : .neverStarted(vertex))
  }

  /// Takes what a backend has to say about an attempt.
  func take(_ report: BackendReport, at place: Int, into step: inout RunnerStep) throws {
    switch report {
    case .reach(let isOpen, let reason): reach(place, isOpen ? nil : reason ?? "no answer", &step)
    case .raising(let news): raise(place, news, &step)
    case .surveyed(let survey, let problem):
      step.events.append(.pool(hosts.note(survey, problem, at: place), host: place))
      noteTaken(at: place, into: &step)
    case .taken(let taken, let devices):
      step.events.append(
        .pool(hosts.note(taken: taken, among: devices, at: place), host: place))
      noteTaken(at: place, into: &step)
    case .neverStarted(let vertex):
      guard let attempt = attempt(of: vertex) else { return }
      abandon(attempt, of: vertex, into: &step)
    case .started(let vertex, let host, let pid, let time):
      noteStart(vertex, host: host, pid: pid, at: time)
      step.events.append(.started(vertex))
    case .waiting(let vertex, let reason): step.notes.append((vertex, reason))
    case .ended(let vertex, let ending):
      Failpoint.beforeCollect.reach()
      let attempt = attempt(of: vertex)
      let job = graph.jobs[vertex]
      let reading = AttemptReading(
        attempt, ending, results: graph.results(of: vertex), in: job?.directory,
        isOwn: job?.place != nil)
      var verdict = Verdict(ending, isKilled: attempt?.isKilled ?? false)
      if verdict.state == .done, let job {
        let judged = try SuccessJudge(values: values).verdict(
          of: job, reading, results: graph.results(of: vertex))
        // A job that is done keeps what else is known of its end.
        if judged.state != .done { verdict = judged }
      }
      if verdict.state == .lost, let directory = attempt?.directory,
        Files.status(directory) == nil
      {
        let place = Paths.relative(directory, to: surroundings.base)
        verdict = Verdict(
          state: .lost, failure: .lost, cause: "its records are gone: '\(place)' does not exist")
      }
      step.readings[vertex] = reading
      if let left = ending.left { step.leavings.append((vertex, left)) }
      step.events.append(
        .ended(vertex, verdict.state, verdict.failure, cause: verdict.cause))
    }
  }

  func noteStart(_ vertex: Int, host: String, pid: Int32, at time: Int64) {
    let node = graph.name(of: vertex)
    startTimes[vertex] = time
    attempts[node]?.state = .running
    attempts[node]?.host = host
    attempts[node]?.pid = Int(pid)
    attempts[node]?.noteStart(time)
  }
}
