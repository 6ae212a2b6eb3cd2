internal import HostIO

/// Runs jobs on one other host, over connections that may be lost at any time.
///
/// A round is one short command there for any number of jobs; it says nothing that may not be said
/// again, so that a round whose answer was lost does no harm.
final class RemoteBackend: JobBackend {
  enum Order: Hashable {
    case terminate
    case kill
  }

  enum Phase: Hashable {
    /// It is still to be started.
    case queued
    /// Its start was asked for, and there was no answer.
    case asked
    /// It is to be found out whether it was ever started.
    case claiming
    case watched
    /// It has ended; what it left is still there.
    case ended(code: Int?, SlurmEnd? = nil)
  }

  /// An attempt that is under way.
  struct Job {
    let submission: Submission
    let remote: RemoteJob
    var phase: Phase
    /// Whether somebody there may have heard of it.
    var wasAsked = false
    var isSeen = false
    /// Why it waits there, as was said last.
    var reason: String?
    var isEnding: Bool
    /// What is still to be done to its processes.
    var order: Order?
    /// Whether a round has gone out with the order.
    var wasTried = false
    /// How often what it left could not be brought back although the host answered.
    var misses = 0
    /// What is still to be brought back; nil before that is known.
    var collection: RemoteCollection?
  }

  /// A round that is under way.
  struct Round {
    let command: RemoteCommand
    let request: RemoteRequest
    let started: [Int]
    let orders: [Int: Order]
    /// Jobs whose logs are asked for, by what the host calls them.
    let logs: [String: Int]
    /// Devices that are looked at.
    let devices: [String]
  }

  /// What it left is on its way.
  struct Fetch {
    let command: RemoteCommand
    let nonce: String
    let plan: FetchPlan
  }

  let host: RemoteHost
  let loop: EventLoop
  let staging: RemoteStaging
  let starter: any JobStarter
  var jobs = RemoteJobs()
  /// In the order in which they are to be started.
  var queue: [Int] = []
  var round: Round?
  var fetch: Fetch?
  var installation: RemoteCommand?
  /// It is being asked what it has.
  var surveyCall: SurveyCall?
  var isSurveyWanted = false
  /// What is called here so that it can be reached.
  var raising: RemoteCommand?
  var raisingSince: Int64 = 0
  /// Whether that was done.
  var isRaised: Bool
  /// Devices of which it is to be found out whether somebody else computes on them.
  var devicesToLookAt: [String] = []
  /// Whether the agent was put there since it was last heard of.
  var isInstalled = false
  /// The job to whose log something was added last.
  var newestLog = -1
  /// What is said at the next turn.
  var said: [BackendReport] = []
  /// What the host said last about itself; nil before it was reached.
  var present: RemoteAnswer.Host?
  /// The boot in which all that runs there was started.
  var boot: String?
  var isOpen = true
  /// Why it was not when that was said last.
  var closedReason = ""
  /// When the last round had its answer; nil where it had none.
  var answered: Int64?
  var pace: RemotePace
  var fetchPace: RemotePace

  /// Bytes that are fetched at once.
  var mostFetchedBytes = FetchPlan.usualBytes

  init(_ host: RemoteHost, loop: EventLoop, pace: RemotePace = RemotePace()) {
    self.host = host
    self.loop = loop
    self.pace = pace
    fetchPace = pace
    isRaised = host.power?.isOn ?? true
    staging = RemoteStaging(prologue: host.prologue)
    starter = host.starter
    boot = starter.endsWithHost ? RemoteBoot(host).read() : nil
  }

  func launch(_ submission: Submission) throws(LaunchFailure) {
    guard let remote = submission.remote else {
      throw .notStarted(
        SystemError("cannot send to '\(host.name)'", submission.directory, code: 22))
    }
    if !host.isHere, let problem = RemoteStaging.problem(of: remote) { throw .notStarted(problem) }
    follow(submission, remote, .queued)
    queue.append(submission.ticket)
  }

  func follow(_ submission: Submission, _ remote: RemoteJob, _ phase: Phase) {
    jobs[submission.ticket] = Job(
      submission: submission, remote: remote, phase: phase, isSeen: false,
      isEnding: submission.isEnding,
      collection: remote.outputs.isNothing ? RemoteCollection() : nil)
  }

  func forget(_ ticket: Int) {
    jobs[ticket] = nil
    starter.forget(ticket)
  }

  func recover(_ submission: Submission) throws -> Recovery {
    guard let remote = submission.remote else {
      throw SystemError("cannot look for it on '\(host.name)'", submission.directory, code: 22)
    }
    let records = AttemptEvidence.newest(in: submission.directory)
    switch records.exit() {
    case .complete(let exit, let modified) where !host.isHere:
      // It was brought back with all that it left.
      return .ended(Ending(exit, start: records.started(), ended: modified))
    case .unreadable(let error): throw error
    case .absent, .incomplete, .complete: break
    }
    // Nothing was ever started there, or the first start of all is still to be looked for.
    follow(submission, remote, submission.wasSeenRunning ? .watched : .claiming)
    return .unknown
  }

  func giveBack(_ tickets: [Int]) -> [Int] {
    let unheard = tickets.filter { ticket in
      jobs[ticket].map { $0.phase == .queued && !$0.wasAsked } ?? false
    }
    for ticket in unheard { forget(ticket) }
    queue.removeAll { jobs[$0]?.phase != .queued }
    return unheard
  }

  func terminate(_ tickets: [Int]) { order(.terminate, tickets) }

  func kill(_ tickets: [Int]) { order(.kill, tickets) }

  private func order(_ order: Order, _ tickets: [Int]) {
    for ticket in tickets {
      guard let job = jobs[ticket] else { continue }
      switch job.phase {
      case .queued where !job.wasAsked:
        forget(ticket)
        said.append(.ended(ticket: ticket, Ending(evidence: .none)))
      case .queued, .asked, .claiming, .watched:
        if job.phase == .queued { jobs[ticket]?.phase = .asked }
        jobs[ticket]?.isEnding = true
        jobs[ticket]?.order = order
        jobs[ticket]?.wasTried = false
        pace.hasten()
      case .ended: break
      }
    }
    queue.removeAll { jobs[$0]?.phase != .queued }
  }

  func reports(for tag: UInt64) throws -> [BackendReport]? {
    let now = WallClock.monotonic()
    if let round, round.command.tag == tag { return try take(round, at: now) }
    if let fetch, fetch.command.tag == tag { return try take(fetch, at: now) }
    if let surveyCall, surveyCall.command.tag == tag { return take(surveyCall, at: now) }
    if raising?.tag == tag { return try takeRaising(at: now) }
    guard let installation, installation.tag == tag else { return nil }
    self.installation = nil
    let result = installation.finish()
    if result.code == 0 { return [] }
    return close(because: result, at: now)
  }
}
