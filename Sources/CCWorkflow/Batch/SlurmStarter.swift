internal import HostIO

/// Jobs of a batch system that is Slurm.
///
/// Jobs that want the same are handed over as one array. What is asked in a round does not depend on
/// how many of them wait: of those only the queue is read.
final class SlurmStarter: JobStarter {
  /// How a host wants its jobs.
  struct Settings: Hashable, Sendable {
    /// Tasks of an array that run at once; nil for as many as there is room for.
    var throttle: Int?
    /// Nanoseconds that a record may take to be seen.
    var latency: Int64 = 60_000_000_000
  }

  /// What was handed over at once.
  private struct Batch {
    /// The number of its job; nil where it is not known.
    var job: String?
    var members: Set<Int> = []
  }

  /// An attempt that is under way.
  private struct Entry {
    let attempt: String
    /// The submissions that it is part of, the newest last.
    var parts: [SlurmAnswer.Part] = []
    /// Whether the host was asked which these are.
    var isAdopted = false
    var isSeen = false
    var toLook = false
    var toAsk = false
    var toClaim = false
    /// What Slurm remembers, once it was asked.
    var memory: SlurmEnd??
    /// Since when it neither waits nor runs, while Slurm answers.
    var since: Int64?
  }

  /// Up to so many jobs that run are all looked at in each round, so that an end is seen at once.
  private static let fewJobs = 200
  private static let mostJobsOfLine = 200
  private static let mostExcluded = 50

  let kind: RemoteRequest.Starter
  let endsWithHost = false
  private let run: String
  private let settings: Settings
  private var entries: [Int: Entry] = [:]
  private var tickets: [String: Int] = [:]
  private var batches: [String: Batch] = [:]
  /// Tasks of an array at most; nil before Slurm has said so.
  private var arraySize: Int?
  private var limit = SubmissionLimit()
  /// The batches of the round that is under way.
  private var submitted: Set<String> = []
  /// Nodes that let jobs down.
  private var excluded: [String] = []
  private var holds = false
  private(set) var isUrgent = false
  /// Batches that are held, and those of them that the round lets begin.
  private var held: Set<String> = []
  private var releasing: Set<String> = []
  /// Jobs that others wait for, and the batches that these are in once all of them are.
  private var waits: [[Int]] = []
  private var batchesOfWait: [Int: [String]] = [:]

  init(run: String, _ settings: Settings = Settings()) {
    self.run = run
    self.settings = settings
    kind = .slurm(run: run)
  }

  var mostStarts: Int { arraySize == nil ? 0 : limit.mostStarts }

  func forget(_ ticket: Int) {
    guard let entry = entries.removeValue(forKey: ticket) else { return }
    if tickets[entry.attempt] == ticket { tickets[entry.attempt] = nil }
    for part in entry.parts {
      batches[part.batch]?.members.remove(ticket)
      if batches[part.batch]?.members.isEmpty == true { batches[part.batch] = nil }
    }
    limit.noteEnd()
  }

  // MARK: - What is asked

  func questions(_ jobs: Jobs) -> (lines: [RemoteRequest.Line], ordered: Set<Int>) {
    submitted = []
    var lines: [RemoteRequest.Line] = arraySize == nil ? [.limits] : []
    var ordered: Set<Int> = []
    var ends: [RemoteBackend.Order: [String]] = [:]
    var past: Set<String> = []
    var isAnyWatched = false
    for (ticket, job) in jobs.sorted(by: { $0.key < $1.key }) {
      switch job.phase {
      case .queued, .ended: continue
      case .asked, .claiming, .watched: isAnyWatched = true
      }
      let entry = follow(ticket, job)
      if entry.toClaim {
        lines.append(.claim(entry.attempt))
      } else if number(of: entry) == nil {
        lines.append(.adopt(entry.attempt))
      } else if entry.toLook || entry.isSeen && jobs.count <= Self.fewJobs {
        lines.append(.watch(entry.attempt))
      }
      if entry.toAsk, let part = entry.parts.last, let job = batches[part.batch]?.job {
        past.insert(job)
      }
      guard let order = job.order, let jobs = names(of: entry) else { continue }
      ends[order, default: []] += jobs
      ordered.insert(ticket)
    }
    if isAnyWatched { lines.append(.queue) }
    if !holds, !held.isEmpty { lines += Self.chunks(held.sorted()).map { .release($0) } }
    (isUrgent, releasing) = (false, holds ? [] : held)
    lines += Self.chunks(past.sorted()).map { .history($0) }
    lines += Self.chunks(ends[.terminate] ?? []).map { .cancel($0) }
    lines += Self.chunks(ends[.kill] ?? []).map { .destroy($0) }
    return (lines, ordered)
  }

  private static func chunks(_ jobs: [String]) -> [[String]] {
    stride(from: 0, to: jobs.count, by: mostJobsOfLine).map {
      Array(jobs[$0..<min(jobs.count, $0 + mostJobsOfLine)])
    }
  }

  /// Takes up a job that is not known yet, and sees to what it needs to be ended.
  private func follow(_ ticket: Int, _ job: RemoteBackend.Job) -> Entry {
    var entry = entries[ticket] ?? Entry(attempt: job.remote.attempt)
    entry.isSeen = entry.isSeen || job.isSeen || job.submission.wasSeenRunning
    // What was never handed over as far as anybody knows never will be.
    if job.order != nil, entry.isAdopted, names(of: entry) == nil { entry.toClaim = true }
    entries[ticket] = entry
    tickets[entry.attempt] = ticket
    return entry
  }

  private func number(of entry: Entry) -> String? {
    entry.parts.last.flatMap { batches[$0.batch]?.job }
  }

  /// What Slurm calls it, of all submissions whose numbers are known; nil where there is none.
  private func names(of entry: Entry) -> [String]? {
    let names = entry.parts.compactMap { part in
      batches[part.batch]?.job.map { part.place < 0 ? $0 : "\($0)_\(part.place)" }
    }
    return names.isEmpty ? nil : names
  }

  // MARK: - Holding

  /// What is handed over from here on is held until ``release()``; `waits` are the jobs that others
  /// wait for.
  func hold(_ waits: [[Int]]) {
    self.waits = waits
    holds = true
  }

  /// Lets all begin that is held.
  func release() {
    isUrgent = isUrgent || holds
    holds = false
  }

  /// Whether something of ours is held.
  var isHolding: Bool { holds || !held.isEmpty }

  /// The batches of the jobs that a job waits for.
  private func batches(ofWait number: Int) -> [String] {
    if let known = batchesOfWait[number] { return known }
    guard waits.indices.contains(number) else { return [] }
    let names = Set(waits[number].compactMap { entries[$0]?.parts.last?.batch }).sorted()
    batchesOfWait[number] = names
    return names
  }

  // MARK: - Starting

  /// So many times `sbatch` is called in a round at most: it is not for us alone.
  private static let mostBatches = 20

  /// What others wait for goes first; nothing goes before all that it waits for has.
  func choose(from waiting: ArraySlice<Int>, of jobs: Jobs) -> [Int] {
    let tickets = waiting.sorted { level(of: $0, jobs) < level(of: $1, jobs) }
    var chosen: Set<Int> = []
    var isComplete: [Int: Bool] = [:]
    var groups: [BatchKey: Int] = [:]
    var count = 0
    return tickets.filter { ticket in
      guard let remote = jobs[ticket]?.remote else { return false }
      if let wait = remote.turn?.wait, waits.indices.contains(wait) {
        let known = isComplete[wait]
        let isThere =
          known ?? waits[wait].allSatisfy { chosen.contains($0) || isHandedOver($0) }
        isComplete[wait] = isThere
        guard isThere else { return false }
      }
      let key = BatchKey(remote)
      let size = groups[key] ?? 0
      if size % batchSize == 0 {
        guard count < Self.mostBatches else { return false }
        count += 1
      }
      groups[key] = size + 1
      chosen.insert(ticket)
      return true
    }
  }

  private func level(of ticket: Int, _ jobs: Jobs) -> Int { jobs[ticket]?.remote.turn?.level ?? 0 }

  private func isHandedOver(_ ticket: Int) -> Bool { entries[ticket]?.parts.isEmpty == false }

  /// What jobs have in common that become one array.
  private struct BatchKey: Hashable {
    let options: [String]
    let turn: RemoteJob.Turn?

    init(_ job: RemoteJob) { (options, turn) = (job.options, job.turn) }
  }

  func start(
    _ tickets: [Int], of jobs: Jobs, in archive: TarWriter
  ) throws(SystemError) -> [RemoteRequest.Line] {
    batchesOfWait = [:]
    var order: [BatchKey] = []
    var groups: [BatchKey: [Int]] = [:]
    for ticket in tickets {
      guard let remote = jobs[ticket]?.remote else { continue }
      let key = BatchKey(remote)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(ticket)
    }
    // What others wait for has its batch before they have theirs.
    order.sort { ($0.turn?.level ?? 0) < ($1.turn?.level ?? 0) }
    var lines: [RemoteRequest.Line] = []
    for key in order {
      let after = key.turn?.wait.map(batches(ofWait:)) ?? []
      let options =
        key.options + (after.isEmpty ? [] : ["--after=\(after.joined(separator: ":"))"])
      let members = groups[key] ?? []
      for start in stride(from: 0, to: members.count, by: batchSize) {
        let part = members[start..<min(members.count, start + batchSize)]
        lines.append(try submit(Array(part), options, of: jobs, in: archive))
      }
    }
    return lines
  }

  private var batchSize: Int { max(1, arraySize ?? 1) }

  private func submit(
    _ members: [Int], _ options: [String], of jobs: Jobs, in archive: TarWriter
  ) throws(SystemError) -> RemoteRequest.Line {
    let token = "\(run)-\(RandomIdentifier.make())"
    let files = BatchFiles(run: run, batch: token)
    let isArray = members.count > 1
    batches[token] = Batch(members: Set(members))
    submitted.insert(token)
    var attempts: [String] = []
    for (place, ticket) in members.enumerated() {
      guard let job = jobs[ticket] else { continue }
      var entry = follow(ticket, job)
      entry.parts.append(SlurmAnswer.Part(batch: token, place: isArray ? place : -1))
      (entry.isAdopted, entry.since, entry.memory) = (true, nil, nil)
      (entry.toLook, entry.toAsk, entry.toClaim) = (false, false, false)
      entries[ticket] = entry
      attempts.append(entry.attempt)
      try archive.add(BatchFiles.list(of: entry.parts), as: "\(entry.attempt)/batch")
    }
    try archive.add(directory: files.directory, mode: 0o700)
    try archive.add(files.script, as: "\(files.directory)/script", mode: 0o700)
    try archive.add(
      Array((attempts.joined(separator: "\n") + "\n").utf8), as: "\(files.directory)/attempts")
    var options = options
    if let name = members.first.flatMap({ jobs[$0]?.remote.name }) {
      options.append("--job-name=\(name).\(token)")
    }
    if isArray {
      options.append("--array=0-\(members.count - 1)" + (settings.throttle.map { "%\($0)" } ?? ""))
    }
    if holds {
      options.append("--hold")
      held.insert(token)
      try archive.add([], as: "\(files.directory)/held")
    }
    if !excluded.isEmpty { options.append("--exclude=\(excluded.joined(separator: ","))") }
    return .submit(token, options: options)
  }

  // MARK: - What is said

  func news(in answer: RemoteAnswer, of jobs: Jobs, at now: Int64) -> StarterNews {
    var news = StarterNews()
    let said = answer.slurm
    if let size = said.arraySize { arraySize = size }
    limit.noteTime(now)
    held.subtract(releasing.filter { said.unreleased[$0] == nil })
    if let problem = said.unreleased.values.first { news.problem = problem }
    // A runner that was killed had not come to release these.
    held.formUnion(said.held.subtracting(releasing))
    takeParts(of: said)
    takeSubmissions(of: said, jobs, &news)
    if let problem = said.queueFailure {
      news.problem = problem.isEmpty ? "squeue does not answer" : problem
    }
    var records: [String: SlurmRecord] = [:]
    for (attempt, record) in said.records { records[attempt] = record }
    let rows = said.queue.map { SlurmRows($0, run: run) }
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
      entries[ticket] = entry
      take(conclusion, of: ticket, job, &news)
    }
    return news
  }

  private func takeParts(of said: SlurmAnswer) {
    for (attempt, parts) in said.parts {
      guard let ticket = tickets[attempt], var entry = entries[ticket] else { continue }
      for part in parts where !entry.parts.contains(part) { entry.parts.insert(part, at: 0) }
      entry.isAdopted = true
      entries[ticket] = entry
      for part in parts { batches[part.batch, default: Batch()].members.insert(ticket) }
    }
    for (batch, job) in said.numbers where batches[batch]?.job == nil { batches[batch]?.job = job }
  }

  private func takeSubmissions(of said: SlurmAnswer, _ jobs: Jobs, _ news: inout StarterNews) {
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
        switch SbatchRefusal(reason) {
        case .unsent:
          news.problem = reason
          takeBack(token, members, &news)
        // It may have been taken: the queue will tell.
        case .unknown: news.problem = reason
        case .full:
          if batches.count == 1 { news.problem = reason }
          limit.noteRefusal(of: members.count)
          takeBack(token, members, &news)
        case .final:
          let text = reason.isEmpty ? "it ended with exit code \(code)" : Self.words(of: reason)
          news.states += members.sorted().map { ($0, .refused("sbatch: \(text)")) }
        }
      }
    }
    // What the agent did not come to was not handed over.
    guard isHalted else { return }
    for token in submitted.sorted() where said.submissions[token] == nil {
      takeBack(token, batches[token]?.members ?? [], &news)
    }
  }

  /// What `sbatch` says, without its own name in front.
  private static func words(of reason: String) -> String {
    let prefix = "sbatch: error: "
    return reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason
  }

  /// They were not handed over, and wait here.
  private func takeBack(_ token: String, _ members: Set<Int>, _ news: inout StarterNews) {
    for ticket in members.sorted() {
      entries[ticket]?.parts.removeAll { $0.batch == token }
      news.states.append((ticket, .absent))
    }
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
    case .pending, .running: entry.since = nil
    // A bad end that is recorded is not put off for ever by a Slurm that is not there.
    case .unknown: if case .exited = record { entry.since = entry.since ?? now }
    }
    if case .started = record { entry.isSeen = true }
    return SlurmJudge(
      view: view, record: record, memory: entry.memory, job: number(of: entry),
      isSeen: entry.isSeen, missing: entry.since.map { now - $0 } ?? 0, latency: settings.latency
    ).conclude()
  }

  private func take(
    _ conclusion: SlurmJudge.Conclusion, of ticket: Int, _ job: RemoteBackend.Job,
    _ news: inout StarterNews
  ) {
    entries[ticket]?.toLook = conclusion == .look
    entries[ticket]?.toAsk = conclusion == .ask
    entries[ticket]?.toClaim = conclusion == .claim
    switch conclusion {
    case .nothing: break
    case .look, .ask, .claim: news.isUnsettled = true
    case .state(let state):
      exclude(state)
      news.states.append((ticket, state))
    }
  }

  /// A node that let a job down gets no more of them.
  private func exclude(_ state: RemoteAnswer.State) {
    let end: SlurmEnd? =
      switch state {
      case .judged(let end): end
      case .exited(_, let end): end
      default: nil
      }
    guard let end, end.failure == .nodeFail || end.failure == .launch, !end.nodes.isEmpty,
      !excluded.contains(end.nodes), excluded.count < Self.mostExcluded
    else { return }
    excluded.append(end.nodes)
  }
}
