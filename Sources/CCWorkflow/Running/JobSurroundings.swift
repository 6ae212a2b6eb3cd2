internal import CampaignStore
internal import EECore
internal import HostIO

/// Where the attempts of a run keep their records, and what jobs find in their environment.
struct JobSurroundings {
  let run: String
  /// The directory for all that is written, absolute.
  let base: String
  /// Absolute.
  private let database: String
  let inherited = Environment.all()
  /// The same, but for what belongs to an allocation that the runner itself may be in.
  private let variables = InheritedVariables(
    Environment.all().filter { $0.key != "SLURM_RESTART_COUNT" })
  private let program = JobSurroundings.coordinator(of: Environment.programPath())

  init(run: String, base: String, database: String) {
    self.run = run
    self.base = base
    self.database = Paths.absolute(database)
  }

  /// The `cms-cc` that jobs call: this program, or the one beside it.
  static func coordinator(of program: String) -> String {
    Paths.name(of: program) == "cms-ee"
      ? Paths.join(Paths.directory(of: program), "cms-cc") : program
  }

  /// `.cms/RUN`.
  var directory: String { Paths.join(Paths.join(base, ".cms"), run) }

  /// `.cms/RUN/NODE/ATTEMPT`, whatever the node's name holds.
  func directory(ofAttempt number: Int, node: String) -> String {
    "\(directory)/\(JobSurroundings.path(of: node))/\(number)"
  }

  /// A node's name as a relative path.
  static func path(of node: String) -> String {
    // What follows the slash is an identifier, and so a safe name already.
    var parts = node.split(separator: "/", maxSplits: 1).map(String.init)
    if let group = parts.first { parts[0] = Identifier.escaped(Array(group.utf8)) }
    return parts.joined(separator: "/")
  }

  /// `isHere` says that it finds the directories of this machine where it runs.
  func submission(
    _ attempt: AttemptRecord, of vertex: Int, _ job: JobSpec, isHere: Bool
  ) -> Submission {
    // Something computed may have no value, which takes away what would be inherited.
    let isComputed = !job.computed.isEmpty && attempt.place == nil
    var environment =
      isComputed ? inherited.merging(job.environment) { $1 } : job.environment
    environment["CMS_RUN"] = run
    environment["CMS_NODE"] = attempt.node
    environment["CMS_ATTEMPT"] = attempt.id
    // Paths of this machine mean nothing on another one.
    if isHere {
      environment["CMS_DIRECTORY"] = base
      environment["CMS_DB"] = database
      environment["CMS_CC"] = program
    }
    return Submission(
      ticket: vertex, token: attempt.id, directory: attempt.directory, command: job.command,
      workingDirectory: job.directory, environment: environment,
      inherited: isComputed ? nil : variables,
      ownsDirectory: job.place != nil, boot: attempt.boot,
      wasSeenRunning: attempt.started != nil, isEnding: attempt.isKilled)
  }

  /// Makes the link beside the job that leads to its newest log, once it has ended.
  ///
  /// A convenience: a job runs without it as well. What stands there and is not ours is the user's.
  func linkLog(of attempt: AttemptRecord, _ job: JobSpec) {
    let log = AttemptEvidence(directory: attempt.directory).logPath
    // What is written through the link must not replace the record; without a log there is none.
    guard (try? Files.makeReadOnly(log)) != nil else { return unlinkLog(of: job) }
    let target = Paths.relative(log, to: Paths.directory(of: job.logLink))
    guard (try? Files.newSymbolicLink(target, at: job.logLink)) == false else { return }
    unlinkLog(of: job)
    _ = try? Files.newSymbolicLink(target, at: job.logLink)
  }

  /// Removes our link: a job that writes a file of that name must not write into our records.
  func unlinkLog(of job: JobSpec) {
    guard let target = Files.target(ofLink: job.logLink),
      target.split(separator: "/").contains(".cms")
    else { return }
    try? Files.remove(job.logLink)
  }
}
