internal import HostIO

/// One attempt as a backend is asked to run it.
struct Submission {
  /// Names the attempt in reports.
  let ticket: Int
  /// Random; found again in the environment of its processes.
  let token: String
  /// For the records and the log.
  let directory: String
  let command: [String]
  let workingDirectory: String
  var environment: [String: String]
  /// What it finds there besides.
  var inherited: InheritedVariables?
  /// The processors that it may run on; empty for all.
  var processors: [Int] = []
  /// The devices that it was given.
  var devices: [String] = []
  /// Whether the working directory belongs to this job alone.
  var ownsDirectory = false
  /// The token of an earlier attempt whose wrapper may be left and will not run its job.
  var voided: String?
  /// The boot in which the intent was committed.
  let boot: String
  /// Whether its start was recorded: then it has run, whatever its records say now.
  var wasSeenRunning = false
  /// Whether we decided to end it: then it has ended when none of its processes is left.
  var isEnding = false
  /// What it needs where it runs on another host; nil on this machine.
  var remote: RemoteJob?
}

/// How an attempt ended, and by which evidence.
struct Ending: Hashable, Sendable {
  enum Evidence: Hashable, Sendable {
    case exitRecord(code: Int)
    /// The job was never run: no start record, and there can be none any more.
    case notRun(reason: String)
    /// There is no exit record, and a batch system says how it ended.
    case scheduler(SlurmEnd)
    /// Gone without a word.
    case none
  }

  var evidence: Evidence
  /// What the start record says; nil without one.
  var start: AttemptEvidence.Started?
  /// Nanoseconds since 1970, from the record; nil without one.
  var ended: Int64?
  /// Why not all that it left on another host is here.
  var uncollected: String?
  /// What stays on another host, and where; nil where nothing does.
  var left: String?
  /// Whether the kernel killed it for want of memory.
  var isOutOfMemory = false
  var usage = JobUsage()
  /// What a batch system says besides.
  var scheduler: SlurmEnd?

  var started: Int64? { start?.modified }
}

extension Ending {
  /// What an exit record is evidence of.
  init(_ exit: AttemptEvidence.Exit, start: AttemptEvidence.Started?, ended: Int64) {
    self.init(
      evidence: .exitRecord(code: exit.code), start: start, ended: ended,
      isOutOfMemory: exit.isOutOfMemory, usage: exit.usage)
  }
}

/// What a backend has to say about an attempt.
enum BackendReport {
  case started(ticket: Int, host: String, pid: Int32, at: Int64)
  /// It is there and does not run yet; nil where it is not said why.
  case waiting(ticket: Int, reason: String?)
  case ended(ticket: Int, Ending)
  /// It never ran and never will: a new attempt is safe.
  case neverStarted(ticket: Int)
  /// The place can be reached again, or cannot be for now, and why.
  case reach(isOpen: Bool, reason: String?)
  /// What the place has, or why nobody can say.
  case surveyed(HostSurvey?, problem: String?)
  /// Of some of its devices those on which somebody else computes.
  case taken(Set<String>, among: [String])
  /// What has become of the command by which the place is switched on.
  case raising(HostSwitch.News)
}

/// What became of an attempt that an earlier runner had begun.
enum Recovery {
  /// It runs; its end will be reported.
  case running(host: String, pid: Int32, started: Int64)
  case ended(Ending)
  /// It never ran and never will: a new attempt is safe.
  case neverStarted
  /// Nobody can say yet; reports follow.
  case unknown
}

/// Why an attempt could not be launched.
enum LaunchFailure: Error {
  /// Nothing was started and nothing will be.
  case notStarted(SystemError)
  /// A job runs in the directory that should be its own; nothing was started.
  case taken
  /// It was started and cannot be watched: it goes on, and the next runner will find it.
  case unwatched(SystemError)
}

/// A place where jobs run.
protocol JobBackend: AnyObject {
  /// Starts an attempt whose intent is committed.
  func launch(_ submission: Submission) throws(LaunchFailure)
  /// Finds out about an attempt of an earlier runner, and watches it if it still runs.
  func recover(_ submission: Submission) throws -> Recovery
  /// Asks all processes of attempts to end, once the decision is committed.
  func terminate(_ tickets: [Int])
  /// Ends all processes of attempts that were asked before.
  func kill(_ tickets: [Int])
  /// Finds out what the place has; a report follows where it is another host.
  func survey()
  /// Finds out on which of its devices somebody else computes; a report follows.
  func look(at devices: [String])
  /// Gives back those of some attempts of which nobody there can have heard, and returns them.
  func giveBack(_ tickets: [Int]) -> [Int]
  /// Ends what is called on this machine for the place.
  func abandon()
  /// Returns what the descriptor behind a tag of the event loop says; nil where it is not ours.
  ///
  /// - Throws: ``SystemError`` where a record cannot be read, so that nothing may be concluded.
  func reports(for tag: UInt64) throws -> [BackendReport]?
  /// When it wants a turn, by the clock of the run; nil where events are all it waits for.
  var nextTurn: Int64? { get }
  /// Does what is due by then, and returns what there is to say.
  func turn(at now: Int64) throws -> [BackendReport]
}

extension JobBackend {
  func survey() {}
  func look(at devices: [String]) {}
  func giveBack(_ tickets: [Int]) -> [Int] { [] }
  func abandon() {}
}
