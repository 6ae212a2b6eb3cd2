internal import HostIO

// What follows from what a host says, and from its silence.
extension RemoteBackend {
  /// What is known when an answer is taken.
  private struct News {
    /// Whether the host was restarted since the first jobs were started there.
    let isRestarted: Bool
    let now: Int64
    let host: RemoteAnswer.Host
    var reports: [BackendReport] = []
    var hasChanged = false
  }

  func take(_ round: Round, at now: Int64) throws(SystemError) -> [BackendReport] {
    self.round = nil
    let result = round.command.finish()
    let said = (try? Files.read(result.output.path)) ?? []
    guard let answer = RemoteAnswer(said, nonce: round.request.nonce) else {
      return takeLoss(of: round, result, said, at: now)
    }
    let isRestarted = starter.endsWithHost && boot.map { $0 != answer.host.boot } ?? false
    if starter.endsWithHost, boot != answer.host.boot {
      // Where this cannot be kept nothing is started.
      do throws(SystemError) { try RemoteBoot(host).write(answer.host.boot) } catch {
        takeBack(round.started)
        return close(because: "\(error)", at: now)
      }
    }
    isInstalled = false
    answered = now
    present = answer.host
    if starter.endsWithHost { boot = answer.host.boot }
    if round.request.hasFiles, answer.failure == nil { staging.confirm() }
    staging.take(answer)
    var news = News(isRestarted: isRestarted, now: now, host: answer.host)
    if isRestarted || answer.failure != nil { takeBack(round.started) }
    takeLogs(answer, of: round)
    takeDevices(answer, of: round, &news)
    let told = starter.news(in: answer, of: jobs.all, at: now)
    for (ticket, order) in round.orders where told.isObeyed && jobs[ticket]?.order == order {
      jobs[ticket]?.order = nil
    }
    for (ticket, state) in told.states { take(state, of: ticket, &news) }
    if host.isHere { try concludeHere(&news) }
    if let problem = answer.failure ?? told.problem {
      return news.reports + close(because: problem, at: now)
    }
    let isChanging = news.hasChanged || told.isUnsettled || !round.started.isEmpty
    pace.noteAnswer(hasChanged: isChanging, at: now)
    if starter.isSlow, !round.started.isEmpty || !queue.isEmpty { pace.rest() }
    return news.reports + open()
  }

  /// What jobs left is here already.
  private func concludeHere(_ news: inout News) throws(SystemError) {
    for ticket in jobs.ended.sorted() {
      if let report = try conclude(ticket) { news.reports.append(report) }
    }
  }

  /// Takes jobs back that certainly were not started.
  private func takeBack(_ started: [Int]) {
    for ticket in started where jobs[ticket]?.phase == .asked { jobs[ticket]?.phase = .queued }
    queue = started.filter { jobs[$0]?.phase == .queued } + queue
  }

  /// There is no answer, or a cut one: only the host knows what came of the round.
  private func takeLoss(
    of round: Round, _ result: RemoteCommand.Result, _ said: [UInt8], at now: Int64
  ) -> [BackendReport] {
    answered = nil
    if result.code == 255, Transport.neverConnected(result.errors) { takeBack(round.started) }
    let text = String(decoding: said, as: UTF8.self)
    let isAgentMissing =
      !result.isLate && result.code != 255 && !text.contains("\(round.request.nonce) begin ")
    guard isAgentMissing, !isInstalled else { return close(because: result, at: now) }
    isInstalled = true
    takeBack(round.started)
    do throws(SystemError) {
      let input = try ScratchFile()
      try input.append(Array(Agent.text.utf8))
      installation = try start(Agent.installation(nonce: Self.nonce()), input, at: now)
    } catch {
      return close(because: "\(error)", at: now)
    }
    pace.skipPause()
    return []
  }

  /// The command that was to reach it did not.
  func close(because result: RemoteCommand.Result, at now: Int64) -> [BackendReport] {
    let problem = ConnectionProblem(result, destination: host.transport.destination)
    return close(because: problem.summary, at: now)
  }

  /// The host cannot be used for now.
  func close(because reason: String, at now: Int64) -> [BackendReport] {
    pace.noteFailure(at: now)
    isInstalled = false
    guard isOpen || reason != closedReason else { return [] }
    isOpen = false
    closedReason = reason
    return [.reach(isOpen: false, reason: reason)]
  }

  /// Takes on which devices somebody else computes, before jobs come back that were to have them.
  private func takeDevices(_ answer: RemoteAnswer, of round: Round, _ news: inout News) {
    let looked = answer.hasLooked ? round.devices : []
    guard !looked.isEmpty || !answer.taken.isEmpty else { return }
    news.reports.append(.taken(answer.taken, among: looked + answer.taken.sorted()))
  }

  private func open() -> [BackendReport] {
    guard !isOpen else { return [] }
    isOpen = true
    fetchPace.skipPause()
    return [.reach(isOpen: true, reason: nil)]
  }

  private func take(_ state: RemoteAnswer.State, of ticket: Int, _ news: inout News) {
    guard let job = jobs[ticket] else { return }
    if case .ended = job.phase { return }
    if job.phase == .queued, state == .absent || state == .claimed { return }
    switch state {
    case .running(let name, let pid, let began):
      jobs[ticket]?.phase = .watched
      guard !job.isSeen else { return noteReason(nil, of: ticket, &news) }
      jobs[ticket]?.isSeen = true
      jobs[ticket]?.reason = nil
      // Clocks of processes count from the start of the machine, in hundredths of a second.
      let age = began > 0 ? max(0, news.host.uptime - Double(began) / 100) : 0
      let start = WallClock.now() - Int64(min(age, 1e9) * 1_000_000_000)
      news.reports.append(.started(ticket: ticket, host: name, pid: pid, at: start))
    case .waiting(let reason):
      jobs[ticket]?.phase = .watched
      noteReason(reason, of: ticket, &news)
      return
    case .exited(let code, let end): jobs[ticket]?.phase = .ended(code: code, end)
    case .judged(let end): jobs[ticket]?.phase = .ended(code: nil, end)
    case .gone: jobs[ticket]?.phase = .ended(code: nil)
    case .absent:
      guard takeAbsence(of: ticket, job, &news) else { return }
    case .claimed: settle(ticket, job, &news)
    case .refused(let reason):
      forget(ticket)
      news.reports.append(.ended(ticket: ticket, Ending(evidence: .notRun(reason: reason))))
    }
    news.hasChanged = true
  }

  /// Tells why it does not run yet, or does not run again yet.
  private func noteReason(_ reason: String?, of ticket: Int, _ news: inout News) {
    guard let job = jobs[ticket], job.reason != reason else { return }
    jobs[ticket]?.reason = reason
    news.reports.append(.waiting(ticket: ticket, reason: reason))
  }

  /// There is no start record: it was not started, unless a restart has taken the record.
  ///
  /// - Returns: whether anything follows.
  private func takeAbsence(of ticket: Int, _ job: Job, _ news: inout News) -> Bool {
    if !news.isRestarted {
      switch job.phase {
      case .asked:
        // Whoever was asked is gone or will find that it was started meanwhile.
        jobs[ticket]?.phase = .queued
        queue.append(ticket)
        return true
      case .claiming: return false
      case .queued, .watched, .ended: break
      }
    }
    forget(ticket)
    news.reports.append(.ended(ticket: ticket, Ending(evidence: .none)))
    return true
  }

  /// It has not run and never will.
  private func settle(_ ticket: Int, _ job: Job, _ news: inout News) {
    forget(ticket)
    let isKnownToHaveRun = job.isSeen || job.submission.wasSeenRunning
    news.reports.append(
      job.isEnding || isKnownToHaveRun
        ? .ended(ticket: ticket, Ending(evidence: .none)) : .neverStarted(ticket: ticket))
  }
}
