internal import HostIO

// When a host is asked, and what.
extension RemoteBackend {
  /// Bytes after which no more jobs are added to a round.
  private static let mostBytes = 64 << 20
  /// Files that a host is asked about in a round.
  private static let mostQuestions = 200
  private static let patience: Int64 = 60_000_000_000
  /// Nanoseconds for which an answer tells that a host is there.
  private static let freshness: Int64 = 3_000_000_000
  /// Nanoseconds that a byte may take besides: 100 kB a second.
  private static let patienceForByte: Int64 = 10_000

  var nextTurn: Int64? {
    if !said.isEmpty { return 0 }
    guard isRaised else { return raising?.deadline ?? (isWanted ? pace.earliest : nil) }
    var times = [round?.command.deadline, fetch?.command.deadline, installation?.deadline]
    times.append(surveyCall?.command.deadline)
    if isSurveyDue { times.append(pace.earliest) }
    if installation == nil {
      if round == nil, !isSurveyFirst {
        if isUrgent { times.append(pace.earliest) } else if isAsked { times.append(pace.next) }
      }
      if fetch == nil, isOpen, hasEnded { times.append(fetchPace.earliest) }
    }
    return times.compactMap(\.self).min()
  }

  /// Whether anything is to be done there.
  private var isWanted: Bool { isUrgent || isAsked || isSurveyWanted }

  /// Whether there is something to do there that does not wait for its time.
  private var isUrgent: Bool {
    guard isOpen else { return false }
    return !queue.isEmpty && starter.mostStarts > 0 || jobs.isAnyOrdered
      || jobs.isAnyClaimed && present == nil || starter.isUrgent
  }

  /// Whether there is anything to ask; a host that was not reached is asked whether it is back.
  private var isAsked: Bool {
    !isOpen || jobs.isAnyAsked || !queue.isEmpty || !devicesToLookAt.isEmpty
      || host.isHere && !jobs.ended.isEmpty
  }

  private var hasEnded: Bool { !host.isHere && !jobs.ended.isEmpty }

  func turn(at now: Int64) throws -> [BackendReport] {
    for command in [round?.command, fetch?.command, installation, surveyCall?.command, raising] {
      command?.stop(at: now)
    }
    defer { said = [] }
    do throws(SystemError) {
      guard isRaised else {
        if raising == nil, isWanted, now >= pace.earliest { try startRaising(at: now) }
        return said
      }
      if isSurveyDue, now >= pace.earliest { try startSurvey(at: now) }
      let isDue = now >= (isUrgent ? pace.earliest : pace.next) && (isUrgent || isAsked)
      if installation == nil, round == nil, isDue, !isSurveyFirst { try startRound(at: now) }
      if installation == nil, fetch == nil, isOpen, hasEnded, now >= fetchPace.earliest {
        try startFetch(at: now)
      }
    } catch {
      // This machine has no room, or no ssh: both may change.
      said += close(because: "\(error)", at: now)
      fetchPace.noteFailure(at: now)
    }
    return said
  }

  /// Whether it was heard of not long ago: what is sent to one that may be gone can go nowhere else
  /// before somebody can say what became of it, and what was not sent can.
  private func isSurelyThere(at now: Int64) -> Bool {
    answered.map { starter.isSlow || now - $0 < Self.freshness } ?? false
  }

  /// Makes a request of all that there is to ask and to order, and of jobs to start where the host
  /// is known to be there.
  private func startRound(at now: Int64) throws(SystemError) {
    var request = RemoteRequest(
      nonce: RemoteBackend.nonce(), root: host.root, boot: boot, hasFiles: false)
    request.starter = starter.kind
    let (lines, ordered) = starter.questions(jobs.all)
    request.lines = lines
    let (logLines, logs) = logQuestions()
    request.lines += logLines
    let devices = devicesToLookAt
    devicesToLookAt = []
    if !devices.isEmpty {
      request.lines.append(.look(at: devices, run: host.survey?.run ?? ""))
    }
    let orders = jobs.all.filter { ordered.contains($0.key) }.compactMapValues(\.order)
    let (archive, started, starts) = try stage(request.nonce, at: now)
    request.hasFiles = !started.isEmpty
    request.lines += starts
    let input = try ScratchFile()
    try input.append(request.bytes)
    if request.hasFiles { try input.append(contentsOf: archive) }
    round = Round(
      command: try start(Agent.command, input, at: now, expecting: staging.copied),
      request: request, started: started, orders: orders, logs: logs, devices: devices)
    for ticket in jobs.all.keys where jobs[ticket]?.wasTried == false {
      jobs[ticket]?.wasTried = true
    }
    for ticket in started {
      jobs[ticket]?.phase = .asked
      jobs[ticket]?.wasAsked = true
    }
    queue.removeAll { jobs[$0]?.phase != .queued }
  }

  /// Makes an archive of the files of jobs that are to start, and returns their tickets and what
  /// starts them.
  private func stage(
    _ nonce: String, at now: Int64
  ) throws(SystemError) -> (archive: ScratchFile, started: [Int], lines: [RemoteRequest.Line]) {
    while true {
      let file = try ScratchFile()
      let archive = TarWriter(to: file)
      staging.begin()
      let isReady = isSurelyThere(at: now) && (boot != nil || !starter.endsWithHost)
      guard isReady, !queue.isEmpty, starter.mostStarts > 0 else { return (file, [], []) }
      let chosen = starter.choice(of: queue, jobs.all)
      guard !chosen.isEmpty else { return (file, [], []) }
      let questions = try ask(of: chosen)
      guard questions.isEmpty else { return (file, [], questions) }
      guard let started = try add(chosen, to: archive, file) else { continue }
      let lines = try starter.start(started, of: jobs.all, in: archive)
      let joins = staging.joins
      try archive.add([], as: ".cms/whole.\(nonce)")
      try archive.finish()
      return (file, started, joins + lines)
    }
  }

  /// Returns what is to be asked before files of jobs are sent, so that none is sent again.
  private func ask(of tickets: [Int]) throws(SystemError) -> [RemoteRequest.Line] {
    var lines: [RemoteRequest.Line] = []
    // What cannot be read is found out where it is sent.
    for ticket in tickets where lines.count < Self.mostQuestions {
      lines += jobs[ticket].flatMap { try? staging.questions($0.remote) } ?? []
    }
    return lines
  }

  /// Adds jobs as long as the archive is not too large.
  ///
  /// - Returns: nil where the files of one cannot be read: it will not run, and what was written of
  ///   it is of no use.
  private func add(
    _ tickets: [Int], to archive: TarWriter, _ file: ScratchFile
  ) throws(SystemError) -> [Int]? {
    var added: [Int] = []
    for ticket in tickets where file.count < Self.mostBytes {
      guard let job = jobs[ticket] else { continue }
      do throws(SystemError) { try staging.add(job.submission, job.remote, to: archive) } catch {
        if error.isUnwritable { throw error }
        forget(ticket)
        queue.removeAll { $0 == ticket }
        said.append(.ended(ticket: ticket, Ending(evidence: .notRun(reason: "\(error)"))))
        return nil
      }
      added.append(ticket)
    }
    return added
  }

  func start(
    _ words: [String], _ input: ScratchFile, at now: Int64, expecting bytes: Int = 0
  ) throws(SystemError) -> RemoteCommand {
    let patience = Self.patience + Int64(input.count + bytes) * Self.patienceForByte
    return try RemoteCommand(
      host.transport.arguments(words), input: input, in: loop, until: now + patience)
  }

  static func nonce() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
}
