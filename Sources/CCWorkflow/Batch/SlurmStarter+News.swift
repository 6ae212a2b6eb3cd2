internal import HostIO

// What follows for jobs from what Slurm and their records say.
extension SlurmStarter {
  func news(in answer: RemoteAnswer, of jobs: Jobs, at now: Int64) -> StarterNews {
    var news = StarterNews()
    let said = answer.slurm
    if let size = said.arraySize { arraySize = size }
    limit.noteTime(now)
    excluded.noteTime(now)
    self.now = now
    takeReleases(of: said, &news)
    takeParts(of: said, jobs)
    takeSubmissions(of: said, &news)
    news.isObeyed = said.queue != nil
    if let problem = said.queueFailure {
      news.problem = problem.isEmpty ? "squeue does not answer" : problem
    }
    var records: [String: SlurmRecord] = [:]
    for (attempt, record) in said.records { records[attempt] = record }
    let rows = said.queue.map { SlurmRows($0, run: run) }
    // One whose number was never heard has it in the queue.
    for (batch, job) in rows?.numbers ?? [:] where batches[batch]?.job == nil {
      batches[batch]?.job = job
    }
    let past = said.history.map(SlurmPast.init)
    for (ticket, job) in jobs {
      switch job.phase {
      case .queued, .ended: continue
      case .asked, .claiming, .watched: break
      }
      guard var entry = entries[ticket], entry.isAdopted else { continue }
      if entry.toAsk, let past {
        entry.memory = .some(past.end(of: entry.parts) { batches[$0]?.job })
      }
      let conclusion = judge(&entry, rows, records[entry.attempt], job, at: now)
      take(conclusion, of: ticket, &entry, &news)
      entries[ticket] = entry
    }
    return news
  }

  private func takeReleases(of said: SlurmAnswer, _ news: inout StarterNews) {
    held.subtract(releasing.filter { said.unreleased[$0] == nil })
    if let problem = said.unreleased.values.first { news.problem = problem }
    // A runner that was killed had not come to release these.
    held.formUnion(said.held.subtracting(releasing))
  }

  private func takeParts(of said: SlurmAnswer, _ jobs: Jobs) {
    for (attempt, parts) in said.parts {
      guard let ticket = tickets[attempt], var entry = entries[ticket] else { continue }
      // What the host knows came before what it does not know yet.
      entry.parts = parts + entry.parts.filter { !parts.contains($0) }
      entry.isAdopted = true
      entries[ticket] = entry
      for part in parts { takeUp(part.batch, ticket, jobs[ticket]) }
    }
    for (batch, job) in said.numbers where batches[batch]?.job == nil { batches[batch]?.job = job }
  }

  /// What an earlier runner had excluded it may have again after the same time.
  private func takeUp(_ batch: String, _ ticket: Int, _ job: RemoteBackend.Job?) {
    if batches[batch] == nil {
      batches[batch] = Batch(
        clusters: SlurmClusters.named(in: job?.remote.options ?? []),
        excludesUntil: now + excluded.span)
    }
    batches[batch]?.members.insert(ticket)
  }

  private func takeSubmissions(of said: SlurmAnswer, _ news: inout StarterNews) {
    var isHalted = false
    for (token, submission) in said.submissions {
      guard let members = batches[token]?.members else { continue }
      switch submission {
      case .accepted(let job):
        batches[token]?.job = job
        limit.noteSuccess()
        news.isUnsettled = true
        news.states += members.map { ($0, .waiting(reason: "")) }
      case .refused(let code, let reason):
        isHalted = true
        take(refusal: reason, code, of: token, &news)
      }
    }
    // What the agent did not come to was not handed over.
    guard isHalted else { return }
    for token in submitted.sorted() where said.submissions[token] == nil { takeBack(token, &news) }
  }

  private func take(
    refusal reason: String, _ code: Int, of token: String, _ news: inout StarterNews
  ) {
    guard let batch = batches[token] else { return }
    switch SbatchRefusal(reason, code: code) {
    case .unsent:
      news.problem = reason
      takeBack(token, isCertain: code != SbatchRefusal.late, &news)
    // It may have been taken: the queue will tell.
    case .unknown: news.problem = reason.isEmpty ? "sbatch does not answer" : reason
    case .full:
      if batch.members.count == 1, batches.count == 1 { news.problem = reason }
      limit.noteRefusal(of: batch.members.count)
      takeBack(token, isCertain: code != SbatchRefusal.late, &news)
    // There may be no others.
    case .final where batch.excludesUntil != nil:
      excluded.forget()
      takeBack(token, &news)
    case .final:
      let text = reason.isEmpty ? "it ended with exit code \(code)" : reason
      for ticket in batch.members { entries[ticket]?.refusal = "sbatch: \(text)" }
    }
  }

  /// They were not handed over, and wait here; where that is not certain, it is looked for as well.
  private func takeBack(_ token: String, isCertain: Bool = true, _ news: inout StarterNews) {
    for ticket in (batches[token]?.members ?? []).sorted() {
      if isCertain { entries[ticket]?.parts.removeAll { $0.batch == token } }
      news.states.append((ticket, .absent))
    }
    guard isCertain else { return }
    batches[token] = nil
    held.remove(token)
  }

  private func judge(
    _ entry: inout Entry, _ rows: SlurmRows?, _ record: SlurmRecord?, _ job: RemoteBackend.Job,
    at now: Int64
  ) -> SlurmJudge.Conclusion {
    let view = rows?.view(of: entry.parts) { batches[$0]?.job } ?? .unknown
    switch view {
    case .absent, .ended, .completing: entry.since = entry.since ?? now
    // What is remembered of it was before.
    case .pending, .suspended, .running: (entry.since, entry.memory) = (nil, nil)
    // What we end is not put off for ever by a Slurm that is not there.
    case .unknown: if case .exited = record { entry.since = entry.since ?? now }
    }
    switch (view, record) {
    case (.pending, _), (.suspended, _): entry.isInterrupted = entry.isSeen
    case (_, .started): (entry.isSeen, entry.isInterrupted) = (true, false)
    default: break
    }
    if case .started = record { entry.isSeen = true }
    // The queue was read before it was submitted: it may be there all the same.
    let isNew = entry.parts.last.map { submitted.contains($0.batch) } ?? false
    return SlurmJudge(
      view: view, record: record, memory: entry.memory, job: number(of: entry),
      refusal: isNew ? nil : entry.refusal, isEnding: job.isEnding, isSeen: entry.isSeen,
      isInterrupted: entry.isInterrupted,
      missing: entry.since.map { now - $0 } ?? 0,
      latency: settings.latency
    ).conclude()
  }

  private func take(
    _ conclusion: SlurmJudge.Conclusion, of ticket: Int, _ entry: inout Entry,
    _ news: inout StarterNews
  ) {
    let before = (entry.toLook, entry.toAsk, entry.toClaim)
    (entry.toLook, entry.toAsk, entry.toClaim) =
      (conclusion == .look, conclusion == .ask, conclusion == .claim)
    // What stays as it is is asked for less and less often.
    if before != (entry.toLook, entry.toAsk, entry.toClaim) { news.isUnsettled = true }
    if case .state(let state) = conclusion {
      if let end = state.end { excluded.note(end, at: now) }
      news.states.append((ticket, state))
    }
  }
}

extension RemoteAnswer.State {
  /// What a batch system says of an end.
  fileprivate var end: SlurmEnd? {
    switch self {
    case .judged(let end): end
    case .exited(_, let end): end
    default: nil
    }
  }
}
