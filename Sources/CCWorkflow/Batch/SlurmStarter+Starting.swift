internal import HostIO

// Handing jobs over, those that want the same as one array.
extension SlurmStarter {
  /// Calls of `sbatch` in a round at most.
  private static let mostBatches = 20

  /// What others wait for goes first; nothing goes before all that it waits for has.
  func choice(of queue: [Int], _ jobs: Jobs) -> [Int] {
    let tickets = queue.prefix(mostStarts).sorted { level(of: $0, jobs) < level(of: $1, jobs) }
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
    batches[token] = Batch(
      members: Set(members), clusters: SlurmClusters.named(in: options),
      excludesUntil: excluded.isEmpty ? nil : now + excluded.span)
    submitted.insert(token)
    var attempts: [String] = []
    for (place, ticket) in members.enumerated() {
      guard let job = jobs[ticket] else { continue }
      var entry = follow(ticket, job)
      entry.parts.append(SlurmAnswer.Part(batch: token, place: isArray ? place : -1))
      (entry.isAdopted, entry.since, entry.memory) = (true, nil, nil)
      (entry.toLook, entry.toAsk, entry.toClaim, entry.refusal) = (false, false, false, nil)
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
    if !excluded.isEmpty {
      let own = ExcludedNodes.own(in: options).joined()
      try archive.add(Array("\(own)\n".utf8), as: "\(files.directory)/excluding")
    }
    return .submit(token, options: excluded.added(to: options))
  }
}
