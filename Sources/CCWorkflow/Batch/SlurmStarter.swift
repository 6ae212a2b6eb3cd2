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
    /// Nanoseconds for which a node that let a job down gets no more.
    var exclusion: Int64 = 3_600_000_000_000
    var jitter = Jitter()
  }

  /// What was handed over at once.
  struct Batch {
    /// The number of its job; nil where it is not known.
    var job: String?
    var members: Set<Int> = []
    /// The clusters that it was for, as its options name them; empty where they name none.
    var clusters = ""
    /// When it may have the nodes again that we excluded; nil where we excluded none.
    var excludesUntil: Int64?
  }

  /// An attempt that is under way.
  struct Entry {
    let attempt: String
    /// The submissions that it is part of, the newest last.
    var parts: [SlurmAnswer.Part] = []
    /// Whether the host was asked which these are.
    var isAdopted = false
    var isSeen = false
    /// Whether it has run and does not run for now.
    var isInterrupted = false
    var toLook = false
    var toAsk = false
    var toClaim = false
    /// Why `sbatch` did not take it; nil where it did not say so.
    var refusal: String?
    /// What Slurm remembers, once it was asked.
    var memory: SlurmEnd??
    /// Since when it neither waits nor runs, while Slurm answers.
    var since: Int64?
  }

  /// Up to so many jobs that run are all looked at in each round, so that an end is seen at once.
  private static let fewJobs = 200
  private static let mostJobsOfLine = 200

  let kind: RemoteRequest.Starter
  let endsWithHost = false
  let isSlow = true
  let run: String
  let settings: Settings
  var entries: [Int: Entry] = [:]
  private(set) var tickets: [String: Int] = [:]
  var batches: [String: Batch] = [:]
  /// Tasks of an array at most; nil before Slurm has said so.
  var arraySize: Int?
  var limit: SubmissionLimit
  /// The batches of the round that is under way.
  var submitted: Set<String> = []
  var excluded: ExcludedNodes
  /// By the clock of the run, at the last answer.
  var now: Int64 = 0
  private(set) var holds = false
  private(set) var isUrgent = false
  /// Batches that are held, and those of them that the round lets begin.
  var held: Set<String> = []
  private(set) var releasing: Set<String> = []
  /// Jobs that others wait for, and the batches that these are in once all of them are.
  private(set) var waits: [[Int]] = []
  var batchesOfWait: [Int: [String]] = [:]

  init(run: String, _ settings: Settings = Settings()) {
    self.run = run
    self.settings = settings
    limit = SubmissionLimit(settings.jitter)
    excluded = ExcludedNodes(for: settings.exclusion)
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

  func accountName(of ticket: Int) -> SlurmAccounts.Name? {
    for part in (entries[ticket]?.parts ?? []).reversed() {
      guard let batch = batches[part.batch], let job = batch.job else { continue }
      return SlurmAccounts.Name(
        job: part.place < 0 ? job : "\(job)_\(part.place)", clusters: batch.clusters)
    }
    return nil
  }

  // MARK: - What is asked

  func questions(_ jobs: Jobs) -> (lines: [RemoteRequest.Line], ordered: Set<Int>) {
    submitted = []
    var lines: [RemoteRequest.Line] = arraySize == nil ? [.limits] : []
    var ordered: Set<Int> = []
    var ends: [RemoteBackend.Order: [String: [Int]]] = [:]
    var past: [String: Set<String>] = [:]
    var clusters: Set<String> = []
    for (ticket, job) in jobs.sorted(by: { $0.key < $1.key }) {
      if case .ended = job.phase { continue }
      clusters.insert(SlurmClusters.named(in: job.remote.options))
      guard job.phase != .queued else { continue }
      let entry = follow(ticket, job)
      if entry.toClaim {
        lines.append(.claim(entry.attempt))
      } else if number(of: entry) == nil {
        lines.append(.adopt(entry.attempt))
      } else if entry.toLook || entry.toAsk || entry.isSeen && jobs.count <= Self.fewJobs {
        lines.append(.watch(entry.attempt))
      }
      if entry.toAsk {
        for case let batch? in entry.parts.map({ batches[$0.batch] }) {
          if let job = batch.job { past[batch.clusters, default: []].insert(job) }
        }
      }
      guard let order = job.order, number(of: entry) != nil else { continue }
      for part in entry.parts {
        ends[order, default: [:]][part.batch, default: []].append(part.place)
      }
      ordered.insert(ticket)
    }
    // Before anything is submitted it is seen that Slurm answers.
    lines += clusters.sorted().map { $0.isEmpty ? .queue : .clusterQueue($0) }
    if !holds { lines += chunks(ofBatches: held).map { .release($0) } }
    (isUrgent, releasing) = (false, holds ? [] : held)
    lines += chunks(ofBatches: takeIncluded()).map { .include($0) }
    for (clusters, jobs) in past.sorted(by: { $0.key < $1.key }) {
      lines += Self.chunks(jobs.sorted()).map { .history($0, clusters: clusters) }
    }
    lines += chunks(of: ends[.terminate] ?? [:]).map { .cancel($0) }
    lines += chunks(of: ends[.kill] ?? [:]).map { .destroy($0) }
    return (lines, ordered)
  }

  /// Takes the batches that may have the nodes again from which they were kept, so that none waits for
  /// ever for others.
  private func takeIncluded() -> Set<String> {
    let found = batches.filter { $1.job != nil && $1.excludesUntil.map { $0 <= now } ?? false }
    for token in found.keys { batches[token]?.excludesUntil = nil }
    return Set(found.keys)
  }

  /// Those of one cluster together, with the option that says which.
  private func chunks(ofBatches tokens: Set<String>) -> [[String]] {
    Dictionary(grouping: tokens) { batches[$0]?.clusters ?? "" }.sorted { $0.key < $1.key }
      .flatMap { clusters, tokens in
        Self.chunks(tokens.sorted()).map { SlurmClusters.option(clusters) + $0 }
      }
  }

  private static func chunks(_ jobs: [String]) -> [[String]] {
    stride(from: 0, to: jobs.count, by: mostJobsOfLine).map {
      Array(jobs[$0..<min(jobs.count, $0 + mostJobsOfLine)])
    }
  }

  /// Takes up a job that is not known yet, and sees to what it needs to be ended.
  func follow(_ ticket: Int, _ job: RemoteBackend.Job) -> Entry {
    var entry = entries[ticket] ?? Entry(attempt: job.remote.attempt)
    entry.isSeen = entry.isSeen || job.isSeen || job.submission.wasSeenRunning
    // What was never handed over as far as anybody knows never will be.
    if job.order != nil, entry.isAdopted, number(of: entry) == nil { entry.toClaim = true }
    entries[ticket] = entry
    tickets[entry.attempt] = ticket
    return entry
  }

  /// The number of its newest submission of which it is known.
  func number(of entry: Entry) -> String? {
    for part in entry.parts.reversed() {
      if let job = batches[part.batch]?.job { return job }
    }
    return nil
  }

  /// What Slurm calls tasks of batches whose numbers are known; a whole array has one name.
  private func chunks(of tasks: [String: [Int]]) -> [[String]] {
    var names: [String: [String]] = [:]
    for (name, places) in tasks.sorted(by: { $0.key < $1.key }) {
      guard let batch = batches[name], let job = batch.job else { continue }
      names[batch.clusters, default: []] +=
        places.count == batch.members.count
        ? [job] : places.map { $0 < 0 ? job : "\(job)_\($0)" }
    }
    return names.sorted { $0.key < $1.key }.flatMap { clusters, names in
      Self.chunks(names).map { SlurmClusters.option(clusters) + $0 }
    }
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
  func batches(ofWait number: Int) -> [String] {
    if let known = batchesOfWait[number] { return known }
    guard waits.indices.contains(number) else { return [] }
    let names = Set(waits[number].compactMap { entries[$0]?.parts.last?.batch }).sorted()
    batchesOfWait[number] = names
    return names
  }
}
