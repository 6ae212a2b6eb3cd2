internal import HostIO

// Bringing back what jobs left, before their end is reported.
extension RemoteBackend {
  private static let mostFetched = 64
  /// How often what cannot be brought back from a host that answers is asked for.
  private static let mostMisses = 5
  /// Clocks that differ by less are taken to be the same: a second is lost on the way.
  private static let skewThatCounts: Int64 = 3

  func startFetch(at now: Int64) throws(SystemError) {
    var request = RemoteRequest(nonce: Self.nonce(), root: host.root)
    var tickets: [Int] = []
    for ticket in jobs.ended.sorted().prefix(Self.mostFetched) {
      guard let job = jobs[ticket] else { continue }
      tickets.append(ticket)
      request.lines.append(.fetch(job.remote.attempt))
      request.lines += job.remote.outputs.map {
        .fetchFiles(directory: job.remote.directory, pattern: $0)
      }
    }
    let input = try ScratchFile()
    try input.append(request.bytes)
    fetch = Fetch(
      command: try start(Agent.command, input, at: now), nonce: request.nonce, tickets: tickets)
  }

  func take(_ fetch: Fetch, at now: Int64) throws -> [BackendReport] {
    self.fetch = nil
    let result = fetch.command.finish()
    guard let files = try RemoteFiles(result.output, nonce: fetch.nonce) else {
      fetchPace.noteFailure(at: now)
      return result.code == 255 ? close(because: result.reason, at: now) : []
    }
    var unpacker = Unpacker(
      result.output.path, into: places(of: fetch.tickets), skew: Self.skew(of: files.host))
    do throws(SystemError) { try unpacker.unpack(from: files.offset) } catch {
      // Without room here nothing can be recorded either.
      if error.isUnwritable { throw error }
      fetchPace.noteFailure(at: now)
      return []
    }
    var reports: [BackendReport] = []
    for ticket in fetch.tickets {
      if let report = try conclude(ticket, unpacker.failures) { reports.append(report) }
    }
    if reports.isEmpty {
      fetchPace.noteFailure(at: now)
    } else {
      fetchPace.noteAnswer(hasChanged: true, at: now)
    }
    return reports
  }

  private func places(of tickets: [Int]) -> [Unpacker.Place] {
    tickets.compactMap { jobs[$0] }.flatMap { job in
      [
        Unpacker.Place(
          name: job.remote.attempt, path: job.submission.directory, isAttempt: true),
        Unpacker.Place(
          name: job.remote.directory, path: job.submission.workingDirectory, isAttempt: false),
      ]
    }
  }

  /// Returns what our clock is ahead of a host's, in nanoseconds.
  private static func skew(of host: RemoteAnswer.Host) -> Int64 {
    let difference = WallClock.now() / 1_000_000_000 - host.time
    return abs(difference) < skewThatCounts ? 0 : difference * 1_000_000_000
  }

  /// Judges an attempt by its records, which are here now.
  ///
  /// - Returns: nil where its exit record is still to come.
  func conclude(
    _ ticket: Int, _ failures: [String: SystemError] = [:]
  ) throws(SystemError) -> BackendReport? {
    guard let job = jobs[ticket], case .ended(let code, let end) = job.phase else { return nil }
    let records = AttemptEvidence.newest(in: job.submission.directory)
    var ending = Ending(evidence: .none, start: records.started())
    if case .complete(let exit, let modified) = records.exit() {
      ending = Ending(exit, start: records.started(), ended: modified)
    } else if let code {
      jobs[ticket]?.misses += 1
      guard job.misses + 1 >= Self.mostMisses else { return nil }
      // The host said so, which is evidence as well.
      ending = Ending(evidence: .exitRecord(code: code), start: records.started())
      ending.uncollected =
        "its log could not be brought back from '\(host.name)': there is no '\(job.remote.attempt)'"
    } else if let end {
      ending.evidence = .scheduler(end)
    }
    ending.scheduler = end
    let failure =
      failures[job.submission.directory] ?? failures[job.submission.workingDirectory]
    if let failure {
      ending.uncollected = "what it left could not be brought back from '\(host.name)': \(failure)"
    }
    wantUsage(of: ticket, job, ending)
    forget(ticket)
    return .ended(ticket: ticket, ending)
  }
}
