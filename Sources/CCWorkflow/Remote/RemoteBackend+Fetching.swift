internal import HostIO

// Bringing back what jobs left, before their end is reported.
extension RemoteBackend {
  private static let mostFetched = 64
  /// How often what cannot be brought back from a host that answers is asked for.
  private static let mostMisses = 5
  /// Clocks that differ by less are taken to be the same: a second is lost on the way.
  private static let skewThatCounts: Int64 = 3

  func startFetch(at now: Int64) throws(SystemError) {
    var plan = FetchPlan(mostBytes: mostFetchedBytes)
    for ticket in jobs.ended.sorted().prefix(Self.mostFetched) {
      guard let job = jobs[ticket] else { continue }
      try plan.add(ticket, job)
    }
    var request = RemoteRequest(nonce: Self.nonce(), root: host.root)
    request.lines = plan.lines
    let input = try ScratchFile()
    try input.append(request.bytes)
    fetch = Fetch(
      command: try start(Agent.command, input, at: now, expecting: plan.bytes),
      nonce: request.nonce, plan: plan)
  }

  func take(_ fetch: Fetch, at now: Int64) throws -> [BackendReport] {
    self.fetch = nil
    let result = fetch.command.finish()
    let plan = fetch.plan
    guard let files = try RemoteFiles(result.output, nonce: fetch.nonce) else {
      fetchPace.noteFailure(at: now)
      return result.code == 255 ? close(because: result, at: now) : []
    }
    var hasCome = takeListings(files, plan)
    hasCome = try takePieces(files, plan, in: result.output.path) || hasCome
    hasCome = try takeArchive(files, plan, in: result.output.path) || hasCome
    var reports: [BackendReport] = []
    if files.isWhole {
      for ticket in plan.finishing where jobs[ticket]?.collection?.wanted.isEmpty == true {
        if let report = try conclude(ticket) { reports.append(report) }
      }
    }
    // What came before a cut counts: the next command goes on behind it.
    if reports.isEmpty, !hasCome {
      fetchPace.noteFailure(at: now)
    } else {
      fetchPace.noteAnswer(hasChanged: true, at: now)
    }
    return reports
  }

  private func takeListings(_ files: RemoteFiles, _ plan: FetchPlan) -> Bool {
    var hasCome = false
    for ticket in plan.listed {
      guard let job = jobs[ticket], let listing = files.listings[job.remote.directory] else {
        continue
      }
      hasCome = true
      switch listing {
      case .files(let found, let began):
        jobs[ticket]?.collection = RemoteCollection(
          found, since: began, of: job.remote, in: job.submission.workingDirectory)
      case .absent: jobs[ticket]?.collection = RemoteCollection()
      case .unknown:
        jobs[ticket]?.collection = RemoteCollection(
          problem: "the host cannot list files: it needs find, stat and xargs")
      }
    }
    return hasCome
  }

  /// Adds pieces to files that are not whole yet.
  private func takePieces(
    _ files: RemoteFiles, _ plan: FetchPlan, in answer: String
  ) throws(SystemError) -> Bool {
    var hasCome = false
    for (number, asked) in plan.asked.enumerated() where files.gone.contains(number) {
      hasCome = true
      jobs[asked.ticket]?.partial(asked.file).discard()
      jobs[asked.ticket]?.collection?.leave(asked.file.name, "it is gone, or cannot be read")
    }
    for piece in files.pieces where plan.asked.indices.contains(piece.number) {
      let asked = plan.asked[piece.number]
      guard let job = jobs[asked.ticket] else { continue }
      do throws(SystemError) {
        hasCome = try take(piece, of: asked, job, in: answer) || hasCome
        if piece.start == 0, asked.piece?.count ?? 0 > 0 {
          jobs[asked.ticket]?.collection?.noteChange(of: asked.file.name)
        } else if files.isWhole {
          jobs[asked.ticket]?.collection?.noteOrder(of: asked.file.name)
        }
      } catch {
        if error.isUnwritable { throw error }
        hasCome = true
        jobs[asked.ticket]?.collection?.take(asked.file.name)
        jobs[asked.ticket]?.collection?.note("\(error)")
      }
    }
    return hasCome
  }

  /// Adds a piece to a file.
  ///
  /// - Returns: whether more is here of it than before.
  private func take(
    _ piece: RemoteFiles.Piece, of asked: FetchPlan.Asked, _ job: Job, in answer: String
  ) throws(SystemError) -> Bool {
    let partial = job.partial(asked.file)
    let had = asked.piece?.count ?? 0
    guard piece.start == 0 || piece.start == had else { return false }
    if asked.isWhole, piece.start > 0, piece.size == piece.start {
      // It is here, and only older.
      try Files.setModified(partial.path, max(0, asked.file.modified))
      if asked.file.isExecutable { try Files.makeExecutable(partial.path) }
    } else {
      if piece.start == 0 {
        try partial.begin()
      } else if asked.isWhole {
        try partial.begin(with: partial.path)
      }
      try partial.append(answer, at: piece.offset, count: piece.count)
      guard piece.start + piece.count == piece.size else { return piece.count > 0 }
      try partial.finish(like: asked.file)
    }
    settle(asked, job)
    return true
  }

  private func takeArchive(
    _ files: RemoteFiles, _ plan: FetchPlan, in answer: String
  ) throws(SystemError) -> Bool {
    guard let archive = files.archive else { return false }
    var unpacker = Unpacker(answer, into: places(of: plan), skew: Self.skew(of: files.host))
    var isCut = !files.isWhole
    do throws(SystemError) { try unpacker.unpack(from: archive) } catch {
      // Without room here nothing can be recorded either.
      if error.isUnwritable { throw error }
      isCut = true
    }
    for ticket in plan.finishing + plan.asked.map(\.ticket) {
      guard let job = jobs[ticket] else { continue }
      let failure =
        unpacker.failures[job.submission.directory]
        ?? unpacker.failures[job.submission.workingDirectory]
      if let failure { jobs[ticket]?.collection?.note("\(failure)") }
    }
    var hasCome = false
    for asked in plan.asked where asked.piece == nil {
      guard let job = jobs[asked.ticket] else { continue }
      let name = RemoteFile.plain("\(job.remote.directory)/\(asked.file.name)")
      if unpacker.outside.contains(name) {
        jobs[asked.ticket]?.collection?.leave(
          asked.file.name, "a link that leads out of the directory of the job")
      } else if unpacker.arrived.contains(name) {
        if asked.file.kind == .file {
          let path = job.partial(asked.file).path
          try? Files.setModified(path, max(0, asked.file.modified))
        }
        settle(asked, job)
      } else if !isCut {
        jobs[asked.ticket]?.collection?.leave(asked.file.name, "it is gone, or cannot be read")
      } else {
        continue
      }
      hasCome = true
    }
    if !isCut {
      let ended = plan.finishing.compactMap { jobs[$0] }
        .filter { $0.collection?.wanted.isEmpty == true }
      try unpacker.writeEnds(of: Set(ended.map(\.remote.attempt)))
    }
    return hasCome
  }

  /// A file is here: it need not be sent there again either.
  private func settle(_ asked: FetchPlan.Asked, _ job: Job) {
    jobs[asked.ticket]?.collection?.take(asked.file.name)
    guard asked.file.kind == .file else { return }
    staging.note(
      job.partial(asked.file).path, isAt: "\(job.remote.directory)/\(asked.file.name)")
  }

  private func places(of plan: FetchPlan) -> [Unpacker.Place] {
    var places: [Unpacker.Place] = []
    for ticket in Set(plan.finishing + plan.asked.map(\.ticket)) {
      guard let job = jobs[ticket] else { continue }
      places.append(
        Unpacker.Place(name: job.remote.attempt, path: job.submission.directory, isAttempt: true))
      places.append(
        Unpacker.Place(
          name: job.remote.directory, path: job.submission.workingDirectory, isAttempt: false))
    }
    return places
  }

  /// Returns what our clock is ahead of a host's, in nanoseconds.
  private static func skew(of host: RemoteAnswer.Host) -> Int64 {
    let difference = WallClock.now() / 1_000_000_000 - host.time
    return abs(difference) < skewThatCounts ? 0 : difference * 1_000_000_000
  }

  /// Judges an attempt by its records, which are here now.
  ///
  /// - Returns: nil where its exit record is still to come.
  func conclude(_ ticket: Int) throws(SystemError) -> BackendReport? {
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
    if let problem = job.collection?.problem {
      ending.uncollected = "what it left could not be brought back from '\(host.name)': \(problem)"
    }
    ending.left = job.collection?.text(of: host.name, "\(host.root)/\(job.remote.directory)")
    forget(ticket)
    return .ended(ticket: ticket, ending)
  }
}
